/** So many things, each of which wants a place among these. */
export interface Wish {
    readonly count: number;
    readonly places: readonly string[];
}

type RoomOf = (place: string) => number;

/** How much more these want than all their places have. */
export function excess(wishes: readonly Wish[], roomOf: RoomOf): number {
    const wanted = wishes.reduce((sum, { count }) => sum + count, 0);
    const places = new Set(wishes.flatMap((wish) => wish.places));
    return wanted - [...places].reduce((sum, place) => sum + roomOf(place), 0);
}

/** How many find no place, by Hall's condition: the most that any set of them wants too much. */
export function lacking(wishes: readonly Wish[], roomOf: RoomOf): number {
    return Math.max(0, ...subsets(wishes).map((set) => excess(set, roomOf)));
}

/** Of each whether it lacks a place: with one less of it, one less is without. */
export function shortOf(wishes: readonly Wish[], roomOf: RoomOf): readonly boolean[] {
    const all = lacking(wishes, roomOf);
    return wishes.map((one) => {
        if (one.count === 0) return false;
        const fewer = { ...one, count: one.count - 1 };
        const others = wishes.map((each) => (each === one ? fewer : each));
        return lacking(others, roomOf) < all;
    });
}

/** All sets of some of these, apart from the empty one. */
export function subsets<T>(of: readonly T[]): readonly (readonly T[])[] {
    return Array.from({ length: 2 ** of.length - 1 }, (_, set) =>
        of.filter((_each, i) => ((set + 1) & (2 ** i)) !== 0),
    );
}
