import {type BuildOptions, type Plugin} from 'esbuild';

export const production: BuildOptions;
export const plugins: Plugin[];
export const program: BuildOptions;
