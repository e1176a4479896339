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

test('a name with capitals has to be typed as it is written', t => {
	t.true(isConfirmedBy('Shop-Web', ['Shop-Web']));
	t.false(isConfirmedBy('shop-web', ['Shop-Web']));
});
