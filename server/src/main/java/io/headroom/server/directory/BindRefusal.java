package io.headroom.server.directory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.NamingException;

/** Tells a directory's no to a person from a directory that can't say. */
final class BindRefusal {
    private static final Pattern CODE = Pattern.compile("error code (\\d+)");

    private BindRefusal() {}

    /**
     * Whether this person may not log in: the rest is for whoever runs the server.
     *
     * @param failure of a bind with a person's name and password
     */
    static boolean isPersonal(NamingException failure) {
        return switch (code(failure)) {
            // RFC 4511 §4.1.9, in this order: a password limit is reached; there is no such entry; it has no password;
            // the password is
            // wrong, or the account is locked, disabled or too old; it has no right to bind; it is switched off in
            // other directories.
            case 19, 32, 48, 49, 50, 53 -> true;
            default -> false;
        };
    }

    /** Whether the password was looked at, and was wrong: nothing to tell anybody. */
    static boolean isWrongPassword(NamingException failure) {
        return code(failure) == 49;
    }

    /** JNDI has one exception for several codes, and keeps the code in its words. */
    private static int code(NamingException failure) {
        Matcher matcher = CODE.matcher(String.valueOf(failure.getMessage()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
