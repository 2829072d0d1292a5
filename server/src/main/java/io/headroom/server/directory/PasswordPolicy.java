package io.headroom.server.directory;

import javax.naming.ldap.BasicControl;
import javax.naming.ldap.Control;
import org.jspecify.annotations.Nullable;

/**
 * What a directory such as OpenLDAP says of a password that was right (draft-behera-ldap-password-policy-10 §6): that it must be changed
 * before anything else. Such a bind succeeds, and all that comes after it is refused; Active Directory refuses the bind.
 */
final class PasswordPolicy {
    private static final String ID = "1.3.6.1.4.1.42.2.27.8.5.1";

    private static final int SEQUENCE = 0x30;
    private static final int WARNING = 0xa0;
    private static final int ERROR = 0x81;
    private static final int CHANGE_AFTER_RESET = 2;

    private PasswordPolicy() {}

    /** Asks for it with a bind; a directory that has no such policy passes over it. */
    static Control[] question() {
        return new Control[] {new BasicControl(ID, Control.NONCRITICAL, null)};
    }

    /** @param answers what came with the answer to the bind, if anything did */
    static boolean asksForChange(Control @Nullable [] answers) {
        for (Control answer : answers == null ? new Control[0] : answers) {
            if (answer.getID().equals(ID) && answer.getEncodedValue() != null) {
                return error(answer.getEncodedValue()) == CHANGE_AFTER_RESET;
            }
        }
        return false;
    }

    /** Of {@code SEQUENCE { warning [0] ... OPTIONAL, error [1] ENUMERATED OPTIONAL }}; -1 for none. Lengths are one octet: all is short. */
    private static int error(byte[] value) {
        if (octet(value, 0) != SEQUENCE) {
            return -1;
        }
        int at = 2;
        if (octet(value, at) == WARNING) {
            at += 2 + octet(value, at + 1);
        }
        return octet(value, at) == ERROR && octet(value, at + 1) == 1 ? octet(value, at + 2) : -1;
    }

    /** -1 after the end, which is no octet. */
    private static int octet(byte[] value, int index) {
        return index < value.length ? value[index] & 0xff : -1;
    }
}
