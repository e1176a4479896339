import {Box} from 'ink';
import {type ReactNode} from 'react';
import {selectLiveView} from '../core/app/live.js';
import {type AppMessage} from '../core/app/message.js';
import {type AppModel} from '../core/app/model.js';
import {scopeOf} from '../core/app/select-screen.js';
import {helpRows} from '../core/keys/keymap.js';
import {text} from '../core/text-token.js';
import {type Store} from '../runtime/store.js';
import {KeyHelp} from './components/key-help.js';
import {Rows} from './components/rows.js';
import {wrapText} from './fit.js';
import {useModel} from './hooks/use-model.js';
import {span, type Line} from './line.js';
import {tell, type Look} from './look.js';
import {toLiveLines} from './screens/live/live-lines.js';
import {LiveScreen} from './screens/live/live-screen.js';
import {menuLines} from './screens/menu-lines.js';
import {SaveProfileScreen} from './screens/save-profile-screen.js';
import {StepScreen} from './screens/step-screen.js';
import {footerLine, identityLine, lookOf, smallest} from './screens/wizard-frame.js';

const tooSmall = (model: AppModel, look: Look): readonly Line[] =>
	wrapText(tell(look, text('wizard.too-small', smallest)), Math.max(1, model.columns))
		.slice(0, Math.max(1, model.rows - 1))
		.map((line): Line => [span(line, 'warn')]);

export type FrameProps = {readonly model: AppModel};

/** The whole frame of a model: pure, at most `rows − 1` high and `columns` wide. */
export function Frame({model}: FrameProps): ReactNode {
	const look = lookOf(model);
	const {screen, columns: width} = model;
	const {ellipsis} = look.glyphs;

	const view = model.live && selectLiveView(model.live);

	if (screen.kind === 'closing' || screen.kind === 'closed') {
		if (model.live && view) {
			// What was last seen of a run stays on the terminal, from its beginning and without what can no longer be done.
			const {focus: _, ...unfocused} = model.live;
			const live = {...unfocused, cardOffset: 0, logBack: 0, isZoomed: false};
			const last = toLiveLines({live, view, columns: width, rows: model.rows, look, isLeft: true});
			return <Rows lines={last} width={width} ellipsis={ellipsis} />;
		}

		// A form leaves nothing behind.
		return screen.kind === 'closing' ? (
			<Rows lines={menuLines(model, look).slice(0, 3)} width={width} ellipsis={ellipsis} />
		) : null;
	}

	if (screen.kind === 'live' && model.live) {
		return <LiveScreen live={model.live} columns={width} rows={model.rows} look={look} {...(view && {view})} />;
	}

	if (width < smallest.columns || model.rows < smallest.rows) {
		return <Rows lines={tooSmall(model, look)} width={width} ellipsis={ellipsis} />;
	}

	if (screen.kind === 'step') {
		return <StepScreen model={model} screen={screen} look={look} />;
	}

	if (screen.kind === 'save-profile') {
		return <SaveProfileScreen model={model} screen={screen} look={look} />;
	}

	if (screen.kind === 'help') {
		return (
			<Box flexDirection="column" width={width}>
				<Rows lines={[identityLine(model, width, look)]} width={width} ellipsis={ellipsis} />
				<KeyHelp
					rows={helpRows(scopeOf({...model, screen: screen.under}))}
					offset={screen.offset}
					width={width}
					height={model.rows - 3}
					look={look}
				/>
				<Rows lines={[footerLine(model, width, look)]} width={width} ellipsis={ellipsis} />
			</Box>
		);
	}

	return <Rows lines={menuLines(model, look)} width={width} ellipsis={ellipsis} />;
}

export type AppProps = {readonly store: Store<AppModel, AppMessage>};

/** The program on the screen: the present model's frame, and nothing of its own. */
export function App({store}: AppProps): ReactNode {
	return <Frame model={useModel(store)} />;
}
