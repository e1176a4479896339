export const headless = {
	'headless.problem': '문제:',
	'headless.bug': 'spot-bluegreen의 버그입니다: {message}',
	'headless.bug.next': '--debug를 붙여 다시 실행하면 위치가 표시됩니다. 출력된 내용과 함께 알려 주십시오.',
} as const;
