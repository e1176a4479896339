export const profiles = {
	'profile.not-json': 'it is not JSON ({detail})',
	'profile.not-object': 'it must be one JSON object',
	'profile.no-version': 'the member "version" must be 1',
	'profile.newer-version': 'it is of version {version}, and this program knows version 1',
	'profile.no-name': 'the member "name" must be a text',
	'profile.no-answers': 'the member "answers" must be an object of texts',
	'profile.answer-not-text': 'the answer "{key}" must be a text in quotes',
	'profile.name-empty': 'a name is needed',
	'profile.name-characters':
		'a name starts with a letter or a digit and holds letters, digits, dots, dashes and underscores',
	'profile.name-long': 'it may have 100 bytes',
	'profile.none': 'No profiles yet. The end of a set-up offers to save one.',
	'profile.unknown-kept': 'This version does not know these members; they are kept: {keys}',
	'profile.renamed': 'Renamed: {from} → {to}',
	'profile.deleted': 'Deleted: {name}',
	'profile.delete-needs-yes': 'Deleting the profile {name} cannot be undone. Say so with --yes.',
	'profile.imported': 'Imported: {name}',
	'problem.profile-file-invalid': 'Line {line} of {file} cannot be used: {why}.',
	'problem.profile-file-kept':
		'The file was left as it is. Mend that line, or delete the file and save the profile anew.',
	'problem.profile-file-unusable': 'The file {file} cannot be read or written ({code}).',
	'problem.profile-file-unusable.next': 'Check the owner and the permissions of {file}, and the room on the disk.',
	'problem.profile-not-found': 'There is no profile named {name}.',
	'problem.profile-not-found.next': 'See the names with: spot-bluegreen profiles list',
	'problem.profile-exists': 'A profile named {name} is there already. Nothing was changed.',
	'problem.profile-exists.next': 'Choose another name, or delete it first: spot-bluegreen profiles delete {name} --yes',
	'problem.profile-name-invalid': '"{name}" cannot be the name of a profile: {why}.',
	'problem.profile-holds-secret':
		'The profile {name} was not written: its answer "{key}" looks like a secret, and profiles hold none.',
	'problem.profile-holds-secret.next':
		'Take the secret out of "{key}". Let the instance read it from a secret store when it starts.',
} as const;
