import house from '@vdemedes/prettier-config' with {type: 'json'};

const config = {...house, printWidth: 120};

export default config;
