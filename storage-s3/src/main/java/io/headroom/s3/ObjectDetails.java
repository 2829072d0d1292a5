package io.headroom.s3;

import java.util.Map;
import java.util.Optional;

/**
 * What only a HEAD tells of an object.
 *
 * @param metadata the part of the header that is left to the writer, by names in lower case
 */
record ObjectDetails(StoredObject object, Optional<String> contentType, Map<String, String> metadata) {}
