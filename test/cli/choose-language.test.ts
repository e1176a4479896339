import test from 'ava';
import {chooseLanguage} from '../../source/cli/choose-language.js';

for (const [flag, variables, expected] of [
	[undefined, {}, 'en'],
	['ko', {LANG: 'en_US.UTF-8'}, 'ko'],
	['en', {SPOT_BLUEGREEN_LANG: 'ko'}, 'en'],
	[undefined, {SPOT_BLUEGREEN_LANG: 'ko', LC_ALL: 'en_US.UTF-8'}, 'ko'],
	[undefined, {LC_ALL: 'ko_KR.UTF-8', LANG: 'en_US.UTF-8'}, 'ko'],
	[undefined, {LC_ALL: '', LC_MESSAGES: 'ko_KR.UTF-8'}, 'ko'],
	[undefined, {LC_MESSAGES: 'en_US.UTF-8', LANG: 'ko_KR.UTF-8'}, 'en'],
	[undefined, {LANG: 'ko'}, 'ko'],
	[undefined, {LANG: 'kok_IN'}, 'en'],
	[undefined, {LANG: 'C'}, 'en'],
] as const) {
	test(`--lang ${flag ?? '–'} with ${JSON.stringify(variables)} speaks ${expected}`, t => {
		t.is(chooseLanguage(flag, variables), expected);
	});
}
