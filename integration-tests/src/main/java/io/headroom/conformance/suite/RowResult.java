package io.headroom.conformance.suite;

/** A row and how it ended. */
public record RowResult(Row row, Verdict verdict) {}
