import {exitCodeOfProblem, exitCodes, type ExitCode} from '../cli/exit-codes.js';
import {type CheckResult} from '../core/check/check-result.js';
import {fieldOf} from '../core/flow/registry.js';
import {text, type Text} from '../core/text-token.js';
import {type Proposals} from '../headless/judge-answers.js';
import {type Preparation} from '../headless/prepare-deployment.js';
import {type Reporter} from '../headless/reporter.js';
import {toSummary} from '../headless/summary.js';
import {quoteForShell} from '../core/shell-word.js';

/** A check as a line. */
export const checkNote = (check: CheckResult): Text => ({
	id: `headless.check.${check.level}`,
	values: {text: check.text, reason: check.reason},
});

type NotReady = Exclude<Preparation, {readonly kind: 'ready'}>;

type TellOptions = {
	readonly reporter: Reporter;
	readonly isDemo: boolean;
	readonly profileName?: string;
	readonly proposals: Proposals;
	/** The profiles to choose from, where none was. */
	readonly saved: readonly string[];
};

/** The checks that refuse, each with what to do about it. */
const tellRefusing = (reporter: Reporter, checks: readonly CheckResult[]): void => {
	for (const check of checks.filter(({level}) => level === 'fail')) {
		reporter.note(checkNote(check));

		for (const step of check.nextSteps) {
			reporter.note(step);
		}

		const sets = Object.entries(check.answers ?? {}).map(
			([key, value]) => `--set ${quoteForShell(`${fieldOf(key).flag}=${value}`)}`,
		);

		if (sets.length > 0) {
			reporter.note(text('headless.refused.flags', {flags: sets.join(' ')}));
		}
	}
};

/** Tells why no run was started, and answers with the exit code. */
export const tellNotReady = (preparation: NotReady, options: TellOptions): ExitCode => {
	const {reporter, isDemo, saved} = options;
	const end = (exitCode: ExitCode, more: Omit<Parameters<typeof toSummary>[0], 'exitCode'>): ExitCode => {
		reporter.end(toSummary({exitCode, isDemo, ...more}));
		return exitCode;
	};

	switch (preparation.kind) {
		case 'invalid': {
			const {invalid, checks = [], config} = preparation;
			reporter.note(text('headless.invalid'));

			for (const {flag, why, source} of invalid) {
				reporter.note(
					text('headless.invalid.row', {source: source ?? text('headless.source', {name: `--${flag}`}), why}),
				);
			}

			if (options.profileName !== undefined && invalid.some(({source}) => source?.id === 'headless.source.profile')) {
				reporter.note(text('headless.invalid.profile', {name: quoteForShell(options.profileName)}));
			}

			if (options.proposals === 'none' && invalid.some(({source}) => source === undefined)) {
				reporter.note(text('headless.invalid.yes'));
			}

			if (saved.length > 0) {
				reporter.note(text('headless.invalid.profiles', {names: saved.map(name => quoteForShell(name)).join(', ')}));
			}

			if (checks.some(({level}) => level === 'fail')) {
				reporter.note(text('headless.refused'));
				tellRefusing(reporter, checks);
			}

			return end(exitCodes.usage, {end: {kind: 'invalid'}, invalid, checks, ...(config && {config})});
		}

		case 'problem': {
			const {problem} = preparation;
			reporter.problem(problem);
			return end(exitCodeOfProblem(problem.kind), {end: {kind: 'problem', problem}});
		}

		case 'refused': {
			const {checks, config} = preparation;
			reporter.note(text('headless.refused'));
			tellRefusing(reporter, checks);
			return end(exitCodes.refused, {end: {kind: 'refused'}, checks, ...(config && {config})});
		}

		case 'incomplete': {
			const {cause, operations} = preparation;
			const flags = operations
				.filter(({state}) => state === 'done')
				.map(({flag: [name, value]}) => `--${name} ${quoteForShell(value)}`);

			if (cause.kind === 'problem') {
				reporter.problem(cause.problem);
			} else {
				reporter.note(text('headless.incomplete.checks'));
				tellRefusing(reporter, cause.checks);
			}

			if (flags.length > 0) {
				reporter.note(text('headless.incomplete.next', {flags: flags.join(' ')}));
			}

			return end(exitCodes.attention, {
				end: {kind: 'incomplete', ...(cause.kind === 'problem' && {problem: cause.problem})},
				operations,
				...(cause.kind === 'checks' && {checks: cause.checks}),
			});
		}
	}
};
