package io.headroom.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.account.Account;
import io.headroom.server.account.AccountRefusedException;
import io.headroom.server.account.Accounts;
import io.headroom.server.account.PasswordHashes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of the metadata database: shown, made, changed, removed. Passwords never come here: the command line sends what is to be
 * kept of them. Asks for the token to show them, too.
 */
final class AccountsEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(AccountsEndpoint.class);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Accounts accounts;
    private final AdminGuard guard;
    private final JsonMapper mapper = new JsonMapper();

    AccountsEndpoint(Accounts accounts, AdminGuard guard) {
        this.accounts = accounts;
        this.guard = guard;
    }

    AdminAnswer list(AdminRequest request) {
        guard.requireToken(request);
        return AdminAnswer.json(200, new AccountReport(accounts.list()).toJson());
    }

    AdminAnswer add(AdminRequest request) throws IOException {
        String name = request.require("name");
        JsonNode body = body(request);
        Account account = account(name, hash(body), groups(body));
        change(name, "was made", () -> accounts.add(account));
        return AdminAnswer.empty(201);
    }

    AdminAnswer remove(AdminRequest request) {
        String name = request.require("name");
        return change(name, "was removed", () -> accounts.remove(name));
    }

    AdminAnswer password(AdminRequest request) throws IOException {
        String name = request.require("name");
        String hash = hash(body(request));
        return change(name, "has another password", () -> accounts.changePassword(name, hash));
    }

    AdminAnswer groups(AdminRequest request) throws IOException {
        String name = request.require("name");
        Set<String> groups = groups(body(request));
        return change(name, "is in these groups: " + groups, () -> accounts.changeGroups(name, groups));
    }

    AdminAnswer lock(AdminRequest request) {
        String name = request.require("name");
        return change(name, "is locked", () -> accounts.changeLock(name, true));
    }

    AdminAnswer unlock(AdminRequest request) {
        String name = request.require("name");
        return change(name, "is locked no more", () -> accounts.changeLock(name, false));
    }

    AdminAnswer addAppPassword(AdminRequest request) throws IOException {
        String name = request.require("name");
        String label = request.require("label");
        String digest = body(request).path("digest").asText();
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new AdminRefusedException(BAD_REQUEST, "'digest' must be a SHA-256 in hexadecimal digits.");
        }
        change(name, "has a new app password '" + label + "'", () -> accounts.addAppPassword(name, label, digest));
        return AdminAnswer.empty(201);
    }

    AdminAnswer removeAppPassword(AdminRequest request) {
        String name = request.require("name");
        String label = request.require("label");
        return change(name, "has lost its app password '" + label + "'", () -> accounts.removeAppPassword(name, label));
    }

    /** @param words for the log; only shown when the names in them were taken for good */
    private static AdminAnswer change(String name, String words, Runnable change) {
        try {
            change.run();
        } catch (AccountRefusedException e) {
            throw new AdminRefusedException(e.isMissing() ? NOT_FOUND : CONFLICT, e.sentence());
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        LOG.info("The user '{}' {}.", name, words);
        return AdminAnswer.empty(204);
    }

    private static Account account(String name, String hash, Set<String> groups) {
        try {
            return new Account(name, hash, groups, false);
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private JsonNode body(AdminRequest request) throws IOException {
        String body = request.body();
        try {
            return mapper.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AdminRefusedException(BAD_REQUEST, "The body is no JSON.");
        }
    }

    private static String hash(JsonNode body) {
        String hash = body.path("passwordHash").asText();
        if (!PasswordHashes.isKnown(hash)) {
            throw new AdminRefusedException(BAD_REQUEST, "'passwordHash' must be a hash of argon2id or bcrypt.");
        }
        return hash;
    }

    private static Set<String> groups(JsonNode body) {
        Set<String> groups = new HashSet<>();
        body.path("groups").forEach(group -> groups.add(group.asText()));
        return groups;
    }
}
