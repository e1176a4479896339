import test from 'ava';
import {isConfirmedBy} from '../../source/core/confirm-word.js';

const words = ['rollback', '롤백'];

test('the word is accepted in either language', t => {
	t.true(isConfirmedBy('rollback', words));
	t.true(isConfirmedBy(' Rollback ', words));
	t.true(isConfirmedBy('롤백', words));
});

test('Hangul is accepted as single jamo and decomposed', t => {
	t.true(isConfirmedBy('ㄹㅗㄹㅂㅐㄱ', words));
	t.true(isConfirmedBy('롤백'.normalize('NFD'), words));
});

test('the wrong keyboard layout does not matter', t => {
	t.true(isConfirmedBy('fhfqor', words), 'Korean word, Latin layout');
	t.true(isConfirmedBy('ㄱㅐㅣㅣㅠㅁㅊㅏ', words), 'English word, Korean layout');
});

test('anything else is refused', t => {
	for (const typed of ['', ' ', 'roll', 'rollbac', 'rollbackk', '롤', '롤백이', 'y', 'yes', '예']) {
		t.false(isConfirmedBy(typed, words), `typed ${typed}`);
	}
});

test('the name of something has to be typed as it is written, the keyboard layout aside', t => {
	const isName = true;
	t.true(isConfirmedBy('Shop-Web', ['Shop-Web'], {isName}));
	t.false(isConfirmedBy('shop-web', ['Shop-Web'], {isName}));
	t.true(isConfirmedBy('shop-web', ['shop-web'], {isName}));
	t.true(isConfirmedBy('ㄴㅗㅐㅔ-ㅈㄷㅠ', ['shop-web'], {isName}));
	t.false(isConfirmedBy('SHOP-WEB', ['shop-web'], {isName}));
});
