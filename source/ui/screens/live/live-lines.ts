import {liveScope, type LiveModel} from '../../../core/app/live.js';
import {hasCard} from '../../../core/app/live-regions.js';
import {type Binding} from '../../../core/keys/binding.js';
import {footerRows} from '../../../core/keys/keymap.js';
import {type RunView} from '../../../core/run/run-view.js';
import {text} from '../../../core/text-token.js';
import {toFooterLine} from '../../components/footer.js';
import {toIdentityLine, type Identity} from '../../components/identity-bar.js';
import {toNoticeLine} from '../../components/notice.js';
import {wrapText} from '../../fit.js';
import {besides, blank, fitLine, span, toHeight, type Line} from '../../line.js';
import {tell, type Look} from '../../look.js';
import {toCard} from './card.js';
import {toClocks} from './clocks.js';
import {toDialog, toMenu} from './dialog.js';
import {toFleetLine, toFleets} from './fleets.js';
import {toInstances} from './instances.js';
import {type Frame} from './labels.js';
import {toLog} from './log.js';
import {toNext} from './next.js';
import {toCapacity, toTraffic} from './numbers.js';
import {toRail} from './rail.js';
import {toBlindCause, toStatus} from './status.js';

/** Below this only a notice is drawn. */
const smallest = {columns: 40, rows: 10};
/** Below this every region has one row at most. */
const roomy = {columns: 80, rows: 20};
/** From here on instances and log stand side by side. */
const wideColumns = 160;
/** From here on there are rows to spare: blank ones between regions, the cause of blindness, whose work a phase is. */
const tallRows = 34;
/** A position of the rail is wide enough for its vendor. */
const vendorColumns = 120;
/** Where the card has less than this beside the log, it takes the log's room too. */
const cardRows = 10;
/** A question with less room than this takes that of the other regions too. */
const dialogRows = 8;

const identityOf = (view: RunView, isReadOnly: boolean): Identity => {
	const {config} = view;
	return {
		isDemo: config.isDemo,
		isLive: true,
		isReadOnly: isReadOnly || view.isReadOnly,
		profileName: config.profileName,
		awsAccountId: config.awsAccountId,
		region: config.region,
		spotAccountId: config.spotAccountId,
		elastigroupName: config.elastigroupName,
		elastigroupId: config.elastigroupId,
		applicationName: config.applicationName,
		deploymentGroupName: config.deploymentGroupName,
		deploymentId: view.rollbackDeploymentId ?? view.deploymentId,
	};
};

type Size = {readonly width: number; readonly height: number};

/** Instances, log, card or an open question, in exactly `height` rows that depend on the terminal's size alone. */
const toBody = (frame: Frame, live: LiveModel, {width, height}: Size): readonly Line[] => {
	const {view, look} = frame;
	const dialog = toDialog(frame, live, {width, height});
	if (dialog !== undefined) {
		return dialog;
	}

	const {focus, isZoomed, selectedId, logBack, hasRelativeTimes} = live;
	const isBeside = width >= wideColumns;
	const topHeight = isBeside ? height : Math.ceil(height * 0.55);
	const topWidth = isBeside ? Math.floor((width - 2) * 0.6) : width;
	const isCard = hasCard(view) && focus !== 'instances';
	const top = (size: Size): readonly Line[] =>
		isCard
			? toCard(frame, live, {...size, isFocused: focus === 'card'})
			: toInstances(frame, {...size, selectedId, isFocused: focus === 'instances'});
	const log = (size: Size): readonly Line[] =>
		toLog(frame, {...size, back: logBack, isFocused: focus === 'log', hasRelativeTimes});
	if (isZoomed && focus !== undefined) {
		return focus === 'log' ? log({width, height}) : top({width, height});
	}

	if (isBeside) {
		return besides(
			[
				{lines: top({width: topWidth, height}), width: topWidth},
				{lines: log({width: width - topWidth - 2, height}), width: width - topWidth - 2},
			],
			2,
			look.glyphs.ellipsis,
		);
	}

	if (isCard && focus !== 'log' && topHeight < cardRows) {
		return top({width, height});
	}

	return [...top({width, height: topHeight}), ...log({width, height: height - topHeight})];
};

/** What was being typed goes nowhere, its Enter neither. */
const isMeant =
	({dialog}: LiveModel) =>
	({action}: Binding): boolean =>
		!(dialog.kind === 'passed' && dialog.isTyped && action === 'live-open');

/** What is waited for, what can be done, and the keys; of a program that has ended the first alone. */
const toFoot = (frame: Frame, live: LiveModel, columns: number, height: number, isLeft: boolean): readonly Line[] => {
	const next = toNext(frame, live, columns, height);
	return isLeft
		? next.slice(0, -1)
		: [...next, toFooterLine(footerRows(liveScope(live, frame.view)).filter(isMeant(live)), columns, frame.look)];
};

type Room = {readonly columns: number; readonly rows: number; readonly isLeft: boolean};

const toFull = (frame: Frame, live: LiveModel, {columns, rows, isLeft}: Room): readonly Line[] => {
	const {view, look} = frame;
	const railHeight = rows >= tallRows && columns >= vendorColumns ? 2 : 1;
	const nextHeight = rows >= 24 ? 3 : 2;
	const isSpacious = rows >= tallRows;
	const head: readonly Line[] = [
		toIdentityLine(identityOf(view, live.isReadOnly), columns, look),
		...toHeight(toRail(frame, columns, railHeight), railHeight),
		toClocks(frame, columns),
		toStatus(frame, live, columns),
		...(isSpacious ? [toBlindCause(frame)] : []),
		...toFleets(frame, columns),
		toTraffic(frame, columns),
		toCapacity(frame, columns),
		...(isSpacious ? [blank] : []),
	];
	const foot = toFoot(frame, live, columns, nextHeight, isLeft);
	const height = rows - 1 - head.length - foot.length;
	return [...head, ...toBody(frame, live, {width: columns, height}), ...foot];
};

/** One row for each region, the less telling ones left out where rows are few. */
const toCompact = (frame: Frame, live: LiveModel, {columns, rows, isLeft}: Room): readonly Line[] => {
	const {view, look} = frame;
	const top: readonly Line[] = [
		toIdentityLine(identityOf(view, live.isReadOnly), columns, look),
		...toRail(frame, columns, 1),
		toClocks(frame, columns),
	];
	const fleets: readonly Line[] = [toFleetLine(view.blue, frame), toFleetLine(view.green, frame)];
	const foot = toFoot(frame, live, columns, rows >= roomy.rows ? 3 : 2, isLeft);
	const spare = rows - 1 - top.length - fleets.length - foot.length;
	const height = Math.max(0, spare - 3);
	const isAsking = live.dialog.kind !== 'none' && live.dialog.kind !== 'passed';
	if (isAsking && height < dialogRows) {
		const size = {width: columns, height: rows - 1 - top.length - 1};
		return [...top, ...(toDialog(frame, live, size) ?? []), ...foot.slice(-1)];
	}

	return [
		...top,
		...(spare > 0 ? [toStatus(frame, live, columns)] : []),
		...fleets,
		...(spare > 1 ? [toTraffic(frame, columns)] : []),
		...(spare > 2 ? [toCapacity(frame, columns)] : []),
		...(height > 0 ? toBody(frame, live, {width: columns, height}) : []),
		...foot,
	];
};

export type LiveLinesOptions = {
	readonly live: LiveModel;
	/** Undefined before the first event of the run. */
	readonly view?: RunView;
	readonly columns: number;
	readonly rows: number;
	readonly look: Look;
	/** The program has ended: what stays on the terminal offers nothing any more. */
	readonly isLeft?: boolean;
};

/** The whole screen as lines: at most `rows − 1` of them, none wider than `columns`. */
export const toLiveLines = ({live, view, columns, rows, look, isLeft = false}: LiveLinesOptions): readonly Line[] => {
	const {ellipsis} = look.glyphs;
	const fit = (lines: readonly Line[]): readonly Line[] =>
		lines.slice(0, Math.max(1, rows - 1)).map(line => fitLine(line, columns, ellipsis));
	if (columns < smallest.columns || rows < smallest.rows) {
		const notice = tell(look, text('live.notice.too-small', smallest));
		return fit(wrapText(notice, Math.max(1, columns)).map((line): Line => [span(line, 'warn')]));
	}

	if (view === undefined) {
		const ended = live.end?.kind === 'problem' ? live.end.problem.message : undefined;
		return fit([
			toNoticeLine(ended ?? text('live.next.starting'), look, ended === undefined ? 'info' : 'bad'),
			...(live.dialog.kind === 'actions' || live.dialog.kind === 'leave'
				? toMenu(live, view, {width: columns, height: rows - 3}, look)
				: toHeight([], rows - 3)),
			toFooterLine(footerRows(liveScope(live, view)), columns, look),
		]);
	}

	const frame: Frame = {view, look, now: live.now};
	return fit(
		columns < roomy.columns || rows < roomy.rows
			? toCompact(frame, live, {columns, rows, isLeft})
			: toFull(frame, live, {columns, rows, isLeft}),
	);
};
