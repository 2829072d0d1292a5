package io.headroom.server.form;

import io.headroom.server.failure.RequestRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.fileupload2.core.ParameterParser;

/**
 * What the headers of one part say (RFC 7578 §4.2 to §4.8).
 *
 * @param field empty when the part has no name
 * @param fileName absent for a field that is no file
 */
record PartHeaders(String field, Optional<String> fileName, Optional<String> contentType) {
    private static final String DISPOSITION = "form-data";
    private static final Set<String> PLAIN = Set.of("binary", "8bit", "7bit");

    /**
     * @param octets the header section, each octet as one character
     * @throws RequestRefusedException 400 when it belongs to no form or is no UTF-8, 415 for a coding that would be stored
     */
    static PartHeaders parse(String octets) {
        Map<String, String> headers = new HashMap<>();
        for (String line : utf8(octets).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        String coding = headers.getOrDefault("content-transfer-encoding", "binary");
        if (!PLAIN.contains(coding.toLowerCase(Locale.ROOT))) {
            throw new RequestRefusedException(
                    415, "The coding '" + coding + "' of a file can't be undone here; send the bytes as they are.");
        }
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        Map<String, String> parameters = parser.parse(headers.getOrDefault("content-disposition", ""), ';');
        if (!parameters.containsKey(DISPOSITION)) {
            throw RequestRefusedException.badRequest("Each part of a form says that it is form-data.");
        }
        String field = parameters.get("name");
        return new PartHeaders(
                field == null ? "" : field,
                parameters.containsKey("filename")
                        ? Optional.of(
                                Optional.ofNullable(parameters.get("filename")).orElse(""))
                        : Optional.empty(),
                Optional.ofNullable(headers.get("content-type")).filter(PartHeaders::isPlainText));
    }

    /** It may come back in a header of an answer. */
    private static boolean isPlainText(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static String utf8(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RequestRefusedException.badRequest("The names in a form must be UTF-8.");
        }
    }
}
