// The folders whose files take long, the longest first: a long file that starts last runs alone, on one processor.
const slow = ['chaos', 'ui', 'runtime', 'headless', 'journeys', 'e2e'];

const rank = file => {
	const index = slow.findIndex(folder => file.includes(`/test/${folder}/`));
	return index === -1 ? slow.length : index;
};

const config = {
	workerThreads: false,
	// Two processors: the files that drive programs of their own wait most of the time.
	concurrency: 3,
	// As `npm run build:tests` leaves them.
	files: ['.tests/test/**/*.test.js'],
	sortTestFiles: (one, other) => rank(one) - rank(other),
	environmentVariables: {
		CI: 'false',
		FORCE_COLOR: '0',
		// A company's certificates make each of some hundred processes start a tenth of a second later.
		NODE_EXTRA_CA_CERTS: '',
		AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
		AWS_EC2_METADATA_DISABLED: 'true',
	},
	timeout: '60s',
};

export default config;
