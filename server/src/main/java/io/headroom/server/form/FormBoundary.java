package io.headroom.server.form;

import io.headroom.server.failure.RequestRefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the parts of a form.
 *
 * @param text 1 to 70 characters of ASCII (RFC 2046 §5.1.1)
 */
public record FormBoundary(String text) {
    private static final String TYPE = "multipart/form-data";
    private static final int LONGEST = 70;

    public FormBoundary {
        if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw RequestRefusedException.badRequest("The form needs a boundary of 1 to " + LONGEST + " characters.");
        }
    }

    /**
     * @param contentType the header of the request; null when there is none
     * @throws RequestRefusedException 415 when it is no form with files, 400 when its boundary is missing or impossible
     */
    public static FormBoundary of(@Nullable String contentType) {
        if (contentType == null || !mediaType(contentType).equalsIgnoreCase(TYPE)) {
            throw new RequestRefusedException(
                    415, "Files are sent to a folder as " + TYPE + ".", Map.of("Accept-Post", TYPE));
        }
        ParameterParser parameters = new ParameterParser();
        parameters.setLowerCaseNames(true);
        String boundary = parameters.parse(contentType, ';').get("boundary");
        return new FormBoundary(boundary == null ? "" : boundary);
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip();
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
