import {type Account} from './account.js';
import {type Clock} from './clock.js';
import {type CodeDeploy} from './code-deploy.js';
import {type Editor} from './editor.js';
import {type Elastigroups} from './elastigroups.js';
import {type Journal} from './journal.js';
import {type ProfileStore} from './profile-store.js';

/** Everything outside the process, by role. The command line wires it once. */
export type Ports = {
	readonly codeDeploy: CodeDeploy;
	readonly elastigroups: Elastigroups;
	readonly account: Account;
	readonly profiles: ProfileStore;
	readonly journal: Journal;
	readonly clock: Clock;
	readonly editor: Editor;
};
