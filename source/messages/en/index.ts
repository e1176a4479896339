import {common} from './common.js';
import {cli} from './cli.js';
import {keys} from './keys.js';
import {fields} from './fields.js';
import {wizard} from './wizard.js';
import {checks} from './checks.js';
import {run} from './run.js';
import {failure} from './failure.js';
import {live} from './live.js';
import {problems} from './problems.js';
import {profiles} from './profiles.js';
import {headless} from './headless.js';
import {demo} from './demo.js';

export const en = {
	...common,
	...cli,
	...keys,
	...fields,
	...wizard,
	...checks,
	...run,
	...failure,
	...live,
	...problems,
	...profiles,
	...headless,
	...demo,
} as const;
