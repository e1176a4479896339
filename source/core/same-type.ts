/** Types that prove, when they compile, that a schema reads exactly the type that it is written for. */
import type * as z from 'zod';

/** A schema for each member of `Value`: `z.object({…} satisfies ShapeOf<Value>)` does not compile without one. */
export type ShapeOf<Value> = {readonly [Member in keyof Value]-?: z.ZodType<Value[Member]>};

/** Without `readonly`: the output of a schema has none. */
type Writable<Value> = Value extends object ? {-readonly [Member in keyof Value]: Writable<Value[Member]>} : Value;

type IsSame<One, Other> =
	(<Any>() => Any extends One ? 1 : 2) extends <Any>() => Any extends Other ? 1 : 2 ? true : false;

/** `true` where both types have the same members, equally optional, with the same values. */
export type Same<One, Other> = IsSame<Writable<One>, Writable<Other>>;

/** Compiles only where each of them is `true`; the error names the one that is not. */
export type AllTrue<Proofs extends Readonly<Record<string, true>>> = Proofs;
