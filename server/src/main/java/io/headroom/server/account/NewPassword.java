package io.headroom.server.account;

/**
 * A password that somebody chose.
 *
 * @param text what clients will send
 */
public record NewPassword(String text) {
    /** As NIST's SP 800-63B has it: below this, even the slow hash doesn't help for long. */
    public static final int LEAST = 8;

    /** Each try with a longer one would cost more than a password is worth. */
    public static final int MOST = 256;

    /** @throws IllegalArgumentException with a sentence for whoever chose it */
    public NewPassword {
        int length = text.codePointCount(0, text.length());
        if (length < LEAST) {
            throw new IllegalArgumentException(
                    "The password is too short: it must have at least " + LEAST + " characters.");
        }
        if (length > MOST) {
            throw new IllegalArgumentException("The password is too long: " + MOST + " characters are the most.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            // RFC 7617 §2
            throw new IllegalArgumentException("The password holds a control character, which clients can't send.");
        }
    }

    /** Never with the password. */
    @Override
    public String toString() {
        return "NewPassword";
    }
}
