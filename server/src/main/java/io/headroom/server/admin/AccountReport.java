package io.headroom.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.account.AccountEntry;
import io.headroom.server.account.AppPasswordEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The accounts of the metadata database, without a hash. */
public record AccountReport(List<AccountEntry> accounts) {
    public AccountReport {
        accounts = List.copyOf(accounts);
    }

    /** For programs. */
    public ObjectNode toJson() {
        ObjectNode json = RoomJson.object();
        ArrayNode users = json.putArray("users");
        accounts.forEach(account -> users.add(toJson(account)));
        return json;
    }

    /** One account, for programs. */
    public static ObjectNode toJson(AccountEntry account) {
        ObjectNode json = RoomJson.object();
        json.put("name", account.name());
        ArrayNode groups = json.putArray("groups");
        new TreeSet<>(account.groups()).forEach(groups::add);
        json.put("locked", account.locked());
        json.put("created", account.created().toString());
        ArrayNode passwords = json.putArray("appPasswords");
        account.appPasswords()
                .forEach(password -> passwords
                        .addObject()
                        .put("label", password.label())
                        .put("created", password.created().toString()));
        return json;
    }

    static AccountReport read(JsonNode json) {
        List<AccountEntry> accounts = new ArrayList<>();
        json.path("users").forEach(each -> accounts.add(readEntry(each)));
        return new AccountReport(accounts);
    }

    private static AccountEntry readEntry(JsonNode json) {
        Set<String> groups = new HashSet<>();
        json.path("groups").forEach(group -> groups.add(group.asText()));
        List<AppPasswordEntry> passwords = new ArrayList<>();
        json.path("appPasswords")
                .forEach(each -> passwords.add(new AppPasswordEntry(
                        each.path("label").asText(),
                        Instant.parse(each.path("created").asText()))));
        return new AccountEntry(
                json.path("name").asText(),
                groups,
                json.path("locked").asBoolean(),
                Instant.parse(json.path("created").asText()),
                passwords);
    }
}
