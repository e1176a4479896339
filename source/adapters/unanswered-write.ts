import {mayBeDone, type Problem} from '../core/problem.js';
import {text} from '../core/text-token.js';

/**
 * What became of a write whose answer never came is unknown; neither cloud takes a token that would make repeating it
 * harmless. So its problem says first that it may have been done.
 */
export const markUnanswered = (problem: Problem): Problem =>
	mayBeDone(problem) ? {...problem, nextSteps: [text('problem.step.may-be-done'), ...problem.nextSteps]} : problem;
