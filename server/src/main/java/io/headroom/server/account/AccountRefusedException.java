package io.headroom.server.account;

/** A change of the accounts that can't be made as they are. The message is a sentence for people. */
public final class AccountRefusedException extends RuntimeException {
    private final boolean missing;

    private AccountRefusedException(boolean missing, String sentence) {
        super(sentence);
        this.missing = missing;
    }

    public static AccountRefusedException unknown(String name) {
        return new AccountRefusedException(true, "There is no user '" + name + "'.");
    }

    public static AccountRefusedException exists(String name) {
        return new AccountRefusedException(false, "There is a user '" + name + "' already.");
    }

    public static AccountRefusedException unknownAppPassword(String name, String label) {
        return new AccountRefusedException(true, "'" + name + "' has no app password '" + label + "'.");
    }

    public static AccountRefusedException appPasswordExists(String name, String label) {
        return new AccountRefusedException(
                false,
                "'" + name + "' has an app password '" + label + "' already. Choose another name, or remove it.");
    }

    public static AccountRefusedException tooManyAppPasswords(String name) {
        return new AccountRefusedException(
                false,
                "'" + name + "' has " + Accounts.MOST_APP_PASSWORDS + " app passwords already, which is the most.");
    }

    /** Whether something isn't there; else something is in the way. */
    public boolean isMissing() {
        return missing;
    }

    /** For people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
