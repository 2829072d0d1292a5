package io.headroom.server.access;

import io.headroom.server.account.Account;
import io.headroom.server.account.Identity;

/** Whom a rule is about, as the configuration writes it: {@code alice}, {@code @staff}, {@code users} or {@code anyone}. */
public sealed interface Subject {
    /** Whether the rule is about this one. */
    boolean matches(Identity identity);

    /** Which rule wins at one path: the higher. */
    int precision();

    /** One account. */
    record User(String name) implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return identity.name().equals(name);
        }

        @Override
        public int precision() {
            return 3;
        }
    }

    /** All accounts of a group. */
    record Group(String name) implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return identity.groups().contains(name);
        }

        @Override
        public int precision() {
            return 2;
        }
    }

    /** All who are logged in. */
    record Users() implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return !identity.isNobody();
        }

        @Override
        public int precision() {
            return 1;
        }
    }

    /** Everybody, logged in or not. */
    record Anyone() implements Subject {
        @Override
        public boolean matches(Identity identity) {
            return true;
        }

        @Override
        public int precision() {
            return 0;
        }
    }

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    static Subject parse(String text) {
        if (text.equals("anyone")) {
            return new Anyone();
        }
        if (text.equals("users")) {
            return new Users();
        }
        boolean group = text.startsWith("@");
        String name = group ? text.substring(1) : text;
        Account.requireName(name, group ? "group" : "user");
        return group ? new Group(name) : new User(name);
    }
}
