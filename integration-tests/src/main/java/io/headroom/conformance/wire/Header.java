package io.headroom.conformance.wire;

/** One header line of a request or a reply. */
public record Header(String name, String value) {}
