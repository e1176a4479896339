/** Where no instances can be had, Spot's log is the only one to say so. */
import test from 'ava';
import {type RunEvent} from '../../../source/core/run/event.js';
import {type Text} from '../../../source/core/text-token.js';
import {toRunView} from '../../../source/core/run/view.js';
import {say} from '../../../source/messages/catalogue.js';
import {
	blueInstance,
	fleet,
	greenInstance,
	looked,
	minute,
	runOf,
	spotSays,
	spotStarted,
	startedAt,
} from '../../helpers/run-events.js';

const at = startedAt + 2 * minute;
const timeoutAt = startedAt + 60 * minute;

const logged = (...messages: readonly string[]): RunEvent => ({
	type: 'spot-log-seen',
	at,
	entries: messages.map((message, index) => ({at: at + index, severity: 'warn', message})),
});

const blue = [blueInstance('i-blue1'), blueInstance('i-blue2')];

const waitingFor = (pending: number, ...greens: readonly string[]): readonly RunEvent[] => [
	spotSays(at, 'AWAITING_INSTANCES_LAUNCH'),
	fleet(at, [...blue, ...greens.map(id => greenInstance(id, {hasGreenTags: false}))], pending),
	looked(at),
];

const spotShort =
	"Can't Spin Spot Instances: Code: InsufficientInstanceCapacity, Message: There is no spot capacity for m5.large in ap-northeast-2a.";
const onDemandShort =
	"Can't Spin On-Demand Instance: Code: InsufficientInstanceCapacity, Message: We currently do not have sufficient m5.large capacity.";

const english = (token: Text | undefined): string => (token === undefined ? '' : say(token, 'en'));

const failed = (...events: ReadonlyArray<readonly RunEvent[]>) => {
	const run = runOf(spotStarted(), ...events, [spotSays(timeoutAt, 'UNSTABLE_DEPLOYMENT')]);
	const {failure} = toRunView(run, timeoutAt);
	return {cause: english(failure?.cause), steps: failure?.nextSteps.map(step => english(step)).join('\n') ?? ''};
};

test('no capacity is named as the cause, with its code, and no longer timeout is advised', t => {
	const {cause, steps} = failed(waitingFor(2), [logged(spotShort)]);
	t.regex(cause, /no capacity/);
	t.regex(cause, /InsufficientInstanceCapacity.*m5\.large in ap-northeast-2a/);
	t.regex(steps, /shop-web.*instance types.*zones/);
	t.regex(steps, /fall back to On-Demand/);
	t.notRegex(steps, /longer timeout/);
	const both = failed(waitingFor(2), [logged(spotShort, onDemandShort)]);
	t.notRegex(both.steps, /fall back to On-Demand/, 'it did');
	t.regex(both.steps, /On-Demand instances were not to be had either/);
});

test('a quota is named as one, and what EC2 refuses for another reason is no shortage', t => {
	const quota = failed(waitingFor(2), [
		logged("Can't Spin Spot Instances: Code: MaxSpotInstanceCountExceeded, Message: Max spot instance count exceeded"),
	]);
	t.regex(quota.cause, /quota.*MaxSpotInstanceCountExceeded/);
	t.regex(quota.steps, /Raise the quota in ap-northeast-2/);
	t.notRegex(quota.steps, /longer timeout|zones/);
	const refused = failed(waitingFor(2), [
		logged("Can't Spin Spot Instances: Code: InvalidKeyPair.NotFound, Message: The key pair 'ops' does not exist"),
	]);
	t.regex(refused.cause, /could not be launched \(InvalidKeyPair\.NotFound\): The key pair 'ops' does not exist/);
	t.notRegex(refused.cause, /capacity|quota/);
	t.notRegex(refused.steps, /longer timeout/);
});

test('the cause stays what it was once Spot has taken its requests back', t => {
	const {cause} = failed(waitingFor(2), [logged(spotShort)], [fleet(timeoutAt - minute, blue, 0)]);
	t.regex(cause, /no capacity/);
});

test('a timeout for another reason keeps its advice: where everything came in the end, and where no log complains', t => {
	const silent = failed(waitingFor(2));
	t.regex(silent.cause, /timeout of the blue\/green \(60 min\) ran out/);
	t.regex(silent.steps, /longer timeout/);
	const came = failed(waitingFor(2), [logged(spotShort)], waitingFor(0, 'i-green1', 'i-green2'));
	t.regex(came.cause, /timeout/);
	t.regex(came.steps, /longer timeout/);
});

test('nobody was there to create the deployment before the timeout: that is the cause', t => {
	const run = runOf(
		spotStarted(),
		[{type: 'run-resumed', at: timeoutAt + minute}],
		[looked(timeoutAt + minute), spotSays(timeoutAt + minute, 'FINISHED_ERROR')],
	);
	const {failure} = toRunView(run, timeoutAt + minute);
	t.regex(english(failure?.cause), /No deployment was created for it/);
	t.notRegex(failure?.nextSteps.map(step => english(step)).join('\n') ?? '', /longer timeout/);
});

test('while requests stay pending the screen says why, and what Spot does in the end', t => {
	const next = (...events: ReadonlyArray<readonly RunEvent[]>) =>
		toRunView(runOf(spotStarted(), ...events), at + minute).next;
	const short = next(waitingFor(2), [logged(spotShort)]);
	t.regex(english(short.text), /^No capacity.*InsufficientInstanceCapacity/);
	t.regex(english(short.otherwise), /gives up 60 min/);
	t.regex(english(next(waitingFor(2)).text), /Waiting for Spot to launch/);
	t.regex(
		english(next(waitingFor(2), [logged(spotShort)], waitingFor(0, 'i-green1')).text),
		/Waiting for Spot to launch/,
	);
});
