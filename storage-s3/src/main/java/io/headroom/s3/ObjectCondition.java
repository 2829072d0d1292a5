package io.headroom.s3;

/** What must hold of the object at the key, if the store looks ({@link StoreTraits}). */
sealed interface ObjectCondition {
    /** Anything. */
    ObjectCondition NONE = new None();

    /** There is none. */
    ObjectCondition ABSENT = new Absent();

    record None() implements ObjectCondition {}

    record Absent() implements ObjectCondition {}

    /** @param etag without quotes */
    record Is(String etag) implements ObjectCondition {}
}
