export const common = {
	'common.yes': '예',
	'common.no': '아니요',
} as const;
