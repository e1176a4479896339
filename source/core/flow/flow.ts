import {type Draft} from '../field/field.js';
import {type Text, type TextId} from '../text-token.js';

/** What a step is, so that a screen can draw it. */
export type StepKind =
	/** Who am I, where am I: shown, nothing asked but the region and the Spot account. */
	| 'identity'
	| 'form'
	/** The verdict on an existing group, line by line, with mends. */
	| 'verdict'
	/** Everything answered so far for one creation; Enter performs its operations. */
	| 'review'
	/** Tag matcher, forecast and preflight; Enter starts the run. */
	| 'forecast';

export type StepId =
	| 'identity'
	| 'application'
	| 'group'
	| 'group-verdict'
	| 'group-settings'
	| 'group-review'
	| 'elastigroup'
	| 'elastigroup-compute'
	| 'elastigroup-launch'
	| 'elastigroup-network'
	| 'elastigroup-capacity'
	| 'elastigroup-review'
	| 'deployment'
	| 'forecast';

export type Step = {
	readonly id: StepId;
	readonly kind: StepKind;
	readonly title: TextId;
	readonly intro: TextId;
	/** Keys of the fields it asks, in order. */
	readonly fields: readonly string[];
	readonly when?: (draft: Draft) => boolean;
	/** Part of the whole, for the rail at the top. */
	readonly part: 'account' | 'group' | 'elastigroup' | 'deployment';
};

/** `setup` walks all parts; `express` asks only what changes from run to run. */
export type Flow = {readonly id: 'setup' | 'express'; readonly steps: readonly Step[]};

/** A write that a step performs when it is left, shown beforehand. */
export type Operation =
	| {readonly kind: 'create-application'}
	| {readonly kind: 'create-deployment-group'}
	| {readonly kind: 'mend-deployment-group'; readonly mends: readonly string[]}
	| {readonly kind: 'create-elastigroup'};

export type OperationView = {readonly operation: Operation; readonly text: Text};
