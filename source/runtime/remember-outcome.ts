import {type Problem} from '../core/problem.js';
import {type Run} from '../core/run/run.js';
import {type ProfileStore} from '../ports/profile-store.js';

/** What a run came to goes back into its profile, for the express screen, whoever saw the run to its end. */
export const rememberOutcome = async (profiles: ProfileStore, run: Run): Promise<Problem | undefined> => {
	const {config, outcome, startedAt, endedAt: at} = run;

	if (config.profileName === undefined || outcome === undefined || at === undefined) {
		return undefined;
	}

	// Read now: a run takes long enough for somebody to change, rename or delete the profile meanwhile.
	const present = await profiles.read(config.profileName);

	if (!present.isOk) {
		return present.problem.kind === 'not-found' ? undefined : present.problem;
	}

	const {last, updatedAt} = present.value;

	// A later run's outcome stays, and so does this one once it is there.
	if (last !== undefined && last.at >= at) {
		return undefined;
	}

	const written = await profiles.write({
		...present.value,
		updatedAt: Math.max(updatedAt, at),
		last: {
			runId: config.runId,
			at,
			outcome: outcome.kind,
			greenTagValue: config.greenTags[0]?.value ?? '',
			durationMs: at - startedAt,
		},
	});
	return written.isOk ? undefined : written.problem;
};
