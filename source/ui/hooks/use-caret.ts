import {type RefObject, useLayoutEffect, useRef, useState} from 'react';
import {type DOMElement, useCursor} from 'ink';

type Place = {readonly x: number; readonly y: number};

const placeInFrame = (element: DOMElement): Place => {
	let x = 0;
	let y = 0;

	for (let node: DOMElement | undefined = element; node !== undefined; node = node.parentNode) {
		x += node.yogaNode?.getComputedLeft() ?? 0;
		y += node.yogaNode?.getComputedTop() ?? 0;
	}

	return {x, y};
};

/**
 * Keeps the terminal's own cursor at a column of a line: an input method draws the syllable that is being composed
 * there, and a screen magnifier follows it. Give `line` to the line's box; `isShown` is false until Ink has placed it.
 */
export const useCaret = (column: number): {readonly line: RefObject<DOMElement | null>; readonly isShown: boolean} => {
	const line = useRef<DOMElement>(null);
	const [place, setPlace] = useState<Place>();
	const {setCursorPosition} = useCursor();
	setCursorPosition(place && {x: place.x + column, y: place.y});

	// Where the line stands is known only after it was laid out, and changes with whatever stands above it.
	// eslint-disable-next-line react-hooks/exhaustive-deps
	useLayoutEffect(() => {
		const now = line.current === null ? undefined : placeInFrame(line.current);
		setPlace(known => (known?.x === now?.x && known?.y === now?.y ? known : now));
	});

	return {line, isShown: place !== undefined};
};
