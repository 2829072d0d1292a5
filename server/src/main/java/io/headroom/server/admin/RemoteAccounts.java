package io.headroom.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.account.Account;
import io.headroom.server.account.AccountEntry;
import io.headroom.server.account.Accounts;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The accounts of a running server. A refusal is what {@link AdminClient#ask} throws. Thread-safe. */
final class RemoteAccounts implements Accounts {
    private final AdminClient client;

    RemoteAccounts(AdminClient client) {
        this.client = client;
    }

    @Override
    public List<AccountEntry> list() {
        return AccountReport.read(client.getWithToken("/users")).accounts();
    }

    @Override
    public void add(Account account) {
        ObjectNode body = RoomJson.object().put("passwordHash", account.passwordHash());
        body.set("groups", array(account.groups()));
        change("POST", "/users", account.name(), body.toString());
    }

    @Override
    public void changePassword(String name, String hash) {
        change(
                "PUT",
                "/users/password",
                name,
                RoomJson.object().put("passwordHash", hash).toString());
    }

    @Override
    public void changeGroups(String name, Set<String> groups) {
        ObjectNode body = RoomJson.object();
        body.set("groups", array(groups));
        change("PUT", "/users/groups", name, body.toString());
    }

    @Override
    public void changeLock(String name, boolean locked) {
        change(locked ? "PUT" : "DELETE", "/users/lock", name, "");
    }

    @Override
    public void remove(String name) {
        change("DELETE", "/users", name, "");
    }

    @Override
    public void addAppPassword(String name, String label, String digest) {
        client.ask(
                "PUT",
                appPassword(name, label),
                RoomJson.object().put("digest", digest).toString());
    }

    @Override
    public void removeAppPassword(String name, String label) {
        client.ask("DELETE", appPassword(name, label), "");
    }

    private static String appPassword(String name, String label) {
        return "/users/app-passwords?name=" + AdminClient.encoded(name) + "&label=" + AdminClient.encoded(label);
    }

    private static ArrayNode array(Collection<String> names) {
        ArrayNode array = RoomJson.object().arrayNode();
        names.forEach(array::add);
        return array;
    }

    private void change(String method, String target, String name, String body) {
        client.ask(method, target + "?name=" + AdminClient.encoded(name), body);
    }
}
