import {type Result} from '../problem.js';
import {type Text, type TextId} from '../text-token.js';

/** Answers as typed, by field key. A missing key was never answered; an empty text was answered with nothing. */
export type Draft = Readonly<Record<string, string>>;

export type Option = {
	/** What goes into the draft. */
	readonly value: string;
	/** Cloud text or our own sentence. */
	readonly label: string | Text;
	/** Second column: ids, sizes, dates. */
	readonly hint?: string | Text;
	/** Why it cannot be chosen; such rows are shown and skipped. */
	readonly disabled?: Text;
	/** What stands there when nothing was answered: one row of a select, any number of a multi-select. */
	readonly isSuggested?: boolean;
	/** May be chosen, and never stands under the cursor by itself, as if it were proposed. */
	readonly isDoubtful?: boolean;
};

/**
 * A select names a query and the answers it needs; asked again when one of them changes. The runtime answers it
 * through the ports. A failed look-up leaves typing.
 */
export type QueryName =
	| 'applications'
	| 'deployment-groups'
	| 'deployment-configs'
	| 'service-roles'
	| 'target-groups'
	| 'classic-load-balancers'
	| 'regions'
	| 'vpcs'
	| 'subnets'
	| 'security-groups'
	| 'key-pairs'
	| 'images'
	| 'instance-types'
	| 'instance-profiles'
	| 'elastigroups'
	| 'buckets'
	| 'objects'
	| 'revisions'
	| 'github-tokens'
	| 'spot-accounts'
	/** As `target-groups`, but valued by ARN: Spot takes ARNs, CodeDeploy names. */
	| 'target-group-arns'
	/** Next values of the version-like tag, after the group's filter and its last deployment. */
	| 'green-tags'
	| 'timeouts'
	/** Changes that the verdict on the chosen group offers. */
	| 'group-mends'
	| 'github-repositories';

export type OptionSource =
	| {readonly from: 'static'; readonly options: readonly Option[]}
	| {readonly from: 'query'; readonly query: QueryName; readonly needs: readonly string[]};

export type Control =
	| {readonly kind: 'text'}
	| {readonly kind: 'secret'}
	| {readonly kind: 'number'; readonly unit?: TextId}
	| {readonly kind: 'toggle'}
	| {readonly kind: 'select'; readonly options: OptionSource; readonly canType: boolean; readonly unit?: TextId}
	/** Stored as values joined by commas. */
	| {readonly kind: 'multi-select'; readonly options: OptionSource; readonly canType: boolean}
	/** Stored as `key=value` joined by commas; `\,` and `\=` escape. */
	| {readonly kind: 'tag-list'}
	| {readonly kind: 'document'; readonly extension: string};

/** What another answer must be for a question to be asked. */
export type Condition = {
	/** The answer that decides, as it stands: empty where there is none. */
	readonly key: string;
	readonly holds: (answer: string) => boolean;
	/** The same in words, after `it counts only where`; `flag` is the deciding question's. */
	readonly where: (flag: string) => Text;
};

/** One question. Screens, flags, environment, profile file, validation, review and help come from this record. */
export type Field<Value = unknown> = {
	/** Camel case, unique over all flows; the key in drafts and profiles. */
	readonly key: string;
	/** Text as typed in, domain value or one clear sentence out. */
	readonly parse: (
		raw: string,
	) => {readonly isOk: true; readonly value: Value} | {readonly isOk: false; readonly why: Text};
	readonly control: Control;
	/** Without the dashes: `elastigroup-name`. */
	readonly flag: string;
	readonly env?: string;
	readonly persist: 'profile' | 'never';
	/** May be left empty. */
	readonly isOptional?: boolean;
	/** Offered before anything is typed; from the answers so far. */
	readonly initial?: (draft: Draft) => string | undefined;
	/** It is asked only where all of these hold. */
	readonly when?: readonly Condition[];
	/** What another answer says in its place where it is not asked: to say the same is no contradiction. */
	readonly implied?: (draft: Draft) => string | undefined;
	/** Names what is deployed to or what is created: with nobody there neither looked up nor proposed. */
	readonly isTarget?: boolean;
	/**
	 * What a look-up suggests follows from the answers before it, so that with nobody there the suggestion may stand
	 * where defaults are allowed.
	 */
	readonly takesSuggestion?: boolean;
	/** What only several answers together can get wrong, such as a minimum above a maximum. */
	readonly check?: (draft: Draft) => Text | undefined;
	/** Keys whose change makes this answer stale. */
	readonly dependsOn?: readonly string[];
	/** Ids of `the requirements (A1 … F3)`, such as `A3`. */
	readonly requirements: readonly string[];
	readonly label: TextId;
	/** What it is, in one or two sentences. */
	readonly help: TextId;
	/** Where the same setting stands in each vendor's console. */
	readonly where?: TextId;
};

export type InvalidAnswer = {
	readonly key: string;
	readonly flag: string;
	readonly why: Text;
	/** Where it was given; absent where it was not, or by its flag. */
	readonly source?: Text;
};

/** All answers parsed, or everything that is missing or wrong, together. */
export type ParsedAnswers<Answers> =
	| {readonly isOk: true; readonly answers: Answers}
	| {readonly isOk: false; readonly invalid: readonly InvalidAnswer[]};

export type LookUp = (query: QueryName, draft: Draft) => Promise<Result<readonly Option[]>>;
