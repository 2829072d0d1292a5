package io.headroom.s3;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects by the UTF-8 bytes of their keys
 * @param prefixes what several keys have in common up to the delimiter, in the same order; empty without one
 * @param next asks for the page after this one; empty on the last
 */
record ObjectPage(List<StoredObject> objects, List<String> prefixes, Optional<String> next) {}
