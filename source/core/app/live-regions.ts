/** The regions of the live screen: the cursor in them, and how they scroll. */
import {type RunView} from '../run/run-view.js';
import {text} from '../text-token.js';
import {type LiveModel, type LiveRegion} from './live.js';
import {clamp, moveBy} from './scroll-place.js';

/** Whether there is a failure or an end to speak of. */
export const hasCard = (view: RunView | undefined): boolean =>
	view?.failure !== undefined || view?.outcome !== undefined;

/** The regions that there are, in the order of Tab. */
const liveRegions = (view: RunView | undefined): readonly LiveRegion[] =>
	hasCard(view) ? ['card', 'instances', 'log'] : ['instances', 'log'];

export const moveFocus = (live: LiveModel, view: RunView | undefined, step: 1 | -1): LiveModel => {
	const regions = liveRegions(view);
	const from = live.focus === undefined ? (step === 1 ? -1 : 0) : regions.indexOf(live.focus);
	const focus = regions[(from + step + regions.length) % regions.length];
	return {...live, focus, logBack: focus === 'log' ? live.logBack : 0, cardOffset: 0};
};

/** The card may be as low as eight rows: a page must not skip any. */
const cardPage = 7;

/** What fits into a row of the narrowest screen. */
const rowCells = 36;

/** Rows that a text of a cloud takes at most. */
export const rowsAtMost = (said = ''): number => Math.ceil(said.length / rowCells);

/** Lines that a card can have at most below its first. */
const cardLength = (view: RunView | undefined): number => {
	const {nextSteps = [], logTail = '', eventMessage} = view?.failure ?? {};
	return 9 + nextSteps.length * 2 + logTail.split('\n').length * 2 + rowsAtMost(eventMessage);
};

export const scroll = (live: LiveModel, view: RunView | undefined, by: number): LiveModel => {
	// What stands there unasked is what is meant.
	const focus = live.focus ?? (hasCard(view) ? 'card' : undefined);
	if (focus === 'log') {
		return {...live, logBack: moveBy(live.logBack, -by, Math.max(0, (view?.log.length ?? 0) - 1))};
	}

	if (focus === 'card') {
		const rows = Number.isFinite(by) ? clamp(by, -cardPage, cardPage) : by;
		return {...live, focus, cardOffset: moveBy(live.cardOffset, rows, cardLength(view))};
	}

	const rows = view?.instances ?? [];
	if (rows.length === 0) {
		return live;
	}

	const at = rows.findIndex(({instanceId}) => instanceId === live.selectedId);
	const isFirst = at === -1 && Number.isFinite(by);
	const to = isFirst ? (by > 0 ? 0 : rows.length - 1) : clamp(at + by, 0, rows.length - 1);
	return {...live, focus: 'instances', selectedId: rows[to]?.instanceId};
};

const hasFailed = (row: RunView['instances'][number]): boolean =>
	row.state === 'failed' || row.events.some(({state}) => state === 'failed');

export const moveToFailure = (live: LiveModel, view: RunView | undefined, step: 1 | -1): LiveModel => {
	const rows = view?.instances ?? [];
	const at = rows.findIndex(({instanceId}) => instanceId === live.selectedId);
	const start = at === -1 && step === -1 ? 0 : at;
	for (let distance = 1; distance <= rows.length; distance++) {
		const row = rows[(start + step * distance + rows.length * 2) % rows.length];
		if (row !== undefined && hasFailed(row)) {
			return {...live, focus: 'instances', selectedId: row.instanceId, notice: undefined};
		}
	}

	return {...live, notice: text('live.notice.no-failure')};
};

const pageRows = 10;

export const moves: Readonly<Record<string, number>> = {
	'live-up': -1,
	'live-down': 1,
	'live-page-up': -pageRows,
	'live-page-down': pageRows,
	'live-first': Number.NEGATIVE_INFINITY,
	'live-last': Number.POSITIVE_INFINITY,
};
