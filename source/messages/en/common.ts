export const common = {
	'common.yes': 'Yes',
	'common.no': 'No',
} as const;
