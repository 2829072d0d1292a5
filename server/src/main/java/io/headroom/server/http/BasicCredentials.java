package io.headroom.server.http;

import io.headroom.server.failure.RequestRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A name and a password, as Basic authentication sends them (RFC 7617 §2): in UTF-8, as the challenge asks for. */
record BasicCredentials(String name, String password) {
    /**
     * @param credentials what follows the name of the scheme
     * @throws RequestRefusedException 400 when it is not what it says
     */
    static BasicCredentials parse(String credentials) {
        try {
            byte[] bytes = Base64.getDecoder().decode(credentials);
            String text = text(bytes);
            int colon = text.indexOf(':');
            if (colon >= 0 && text.chars().noneMatch(Character::isISOControl)) {
                return new BasicCredentials(text.substring(0, colon), text.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    /** Old clients send Latin-1 whatever they are asked for. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static RequestRefusedException malformed() {
        return RequestRefusedException.badRequest("The Authorization header is malformed.");
    }
}
