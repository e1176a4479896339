import {type ReactNode} from 'react';
import {text} from '../../core/text-token.js';
import {cells, cutMiddle} from '../fit.js';
import {lineWidth, span, type Line, type Span} from '../line.js';
import {drawable, tell, type Look} from '../look.js';
import {Row} from './rows.js';

/** Who works where. Shown on every screen; what is not known yet is left out. */
export type Identity = {
	readonly isDemo: boolean;
	readonly isReadOnly?: boolean;
	readonly isLive?: boolean;
	readonly profileName?: string;
	readonly awsAccountId?: string;
	readonly region?: string;
	readonly spotAccountId?: string;
	readonly elastigroupName?: string;
	readonly elastigroupId?: string;
	readonly applicationName?: string;
	readonly deploymentGroupName?: string;
	readonly deploymentId?: string;
};

const marks = (identity: Identity, look: Look): readonly Span[] => [
	...(identity.isDemo
		? [span(` ${tell(look, text('live.identity.demo'))} `, 'demo', {isBold: true, isInverse: true})]
		: []),
	...(identity.isLive === true && !identity.isDemo
		? [span(` ${tell(look, text('live.identity.live'))} `, 'active', {isBold: true, isInverse: true})]
		: []),
	...(identity.isReadOnly === true ? [span(` ${tell(look, text('live.identity.read-only'))} `, 'warn')] : []),
];

type Part = {
	readonly text: string;
	readonly isBold?: boolean;
	/** The same without the word that says what it is, for rows that are too short. */
	readonly short?: string;
	readonly isId?: boolean;
	/** The highest is left out first where the row is too short; 0 stays. */
	readonly rank: number;
};

const parts = (identity: Identity, look: Look, longest: number): readonly Part[] => {
	const cut = (value: string): string => cutMiddle(drawable(value), longest, look.glyphs.ellipsis);
	const {awsAccountId, region, spotAccountId, elastigroupName, elastigroupId, applicationName, deploymentGroupName} =
		identity;
	return [
		...(awsAccountId === undefined
			? []
			: [
					{
						text: tell(look, text('live.identity.account', {account: awsAccountId})),
						short: drawable(awsAccountId),
						isId: true,
						rank: 0,
					},
				]),
		...(region === undefined ? [] : [{text: drawable(region), rank: 0}]),
		...(spotAccountId === undefined
			? []
			: [
					{
						text: tell(look, text('live.identity.spot', {account: spotAccountId})),
						short: drawable(spotAccountId),
						isId: true,
						rank: 0,
					},
				]),
		...(applicationName === undefined
			? []
			: [
					{
						text: [applicationName, deploymentGroupName]
							.filter(name => name !== undefined)
							.map(name => cut(name))
							.join('/'),
						isBold: true,
						rank: 1,
					},
				]),
		...(elastigroupName === undefined ? [] : [{text: cut(elastigroupName), isBold: true, rank: 3}]),
		...(elastigroupId === undefined ? [] : [{text: drawable(elastigroupId), rank: 4}]),
		...(identity.deploymentId === undefined ? [] : [{text: drawable(identity.deploymentId), rank: 2}]),
		...(identity.profileName === undefined ? [] : [{text: cut(identity.profileName), rank: 5}]),
	];
};

/** The identity as one row; the least telling parts are left out first, names are cut in the middle. */
export const toIdentityLine = (identity: Identity, width: number, look: Look): Line => {
	const mark = marks(identity, look);
	const separator = ` ${look.glyphs.separator} `;
	const room = width - lineWidth(mark) - 1;
	const widthOf = (shown: readonly Part[]): number =>
		shown.reduce((sum, part) => sum + cells(part.text), 0) + separator.length * Math.max(0, shown.length - 1);
	let shown = parts(identity, look, Math.max(12, Math.floor(width / 4)));
	const leaveOut = (lowest: number): void => {
		for (let rank = 5; rank >= lowest && widthOf(shown) > room; rank--) {
			shown = shown.filter(part => part.rank !== rank);
		}
	};

	leaveOut(3);
	if (widthOf(shown) > room) {
		shown = shown.map(part => ({...part, text: part.short ?? part.text}));
	}

	if (widthOf(shown) > room) {
		// Both ends of an id still tell it from others: better than nothing of what is worked on.
		shown = shown.map(part => (part.isId ? {...part, text: cutMiddle(part.text, 9, look.glyphs.ellipsis)} : part));
		const spare = room - widthOf(shown.filter(({rank}) => rank === 0)) - separator.length;
		shown = shown.map(part =>
			part.rank === 1 && spare >= 8 ? {...part, text: cutMiddle(part.text, spare, look.glyphs.ellipsis)} : part,
		);
	}

	leaveOut(1);

	return [
		...mark,
		...(mark.length > 0 ? [span(' ')] : []),
		...shown.flatMap((part, index) => [
			...(index > 0 ? [span(separator, 'muted')] : []),
			span(part.text, undefined, {isBold: part.isBold ?? false}),
		]),
	];
};

export type IdentityBarProps = {readonly identity: Identity; readonly width: number; readonly look: Look};

export function IdentityBar({identity, width, look}: IdentityBarProps): ReactNode {
	return <Row line={toIdentityLine(identity, width, look)} width={width} ellipsis={look.glyphs.ellipsis} />;
}
