package io.headroom.server.form;

import java.io.InputStream;
import java.util.Optional;

/**
 * One part of a form: a file, or a field.
 *
 * @param field its name; empty when it has none
 * @param fileName as it was sent, maybe empty; absent for a field that is no file
 * @param contentType of the file, fit for a header
 * @param content read once, before the next part is asked for; fails like the form
 */
public record FormPart(String field, Optional<String> fileName, Optional<String> contentType, InputStream content) {}
