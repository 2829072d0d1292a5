package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.account.AccountRefusedException;
import io.headroom.server.admin.AdminRefusedException;
import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.MutableClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about users do, whether a server runs or not. */
abstract class UserCommandContract {
    static final String PASSWORD = "a good secret";

    final Clock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    /** With the folder for {@code %}. */
    String run(String... words) throws Exception {
        return run(
                PASSWORD,
                Map.of(),
                Arrays.stream(words)
                        .map(word -> word.equals("%") ? folder.toString() : word)
                        .toList());
    }

    String run(String input, Map<String, String> environment, List<String> words) throws Exception {
        return run(clock, input, environment, words);
    }

    /** Runs one of the commands, with a line on its standard input. */
    static String run(Clock clock, String input, Map<String, String> environment, List<String> words) throws Exception {
        List<String> arguments = new ArrayList<>(words);
        PasswordPrompt prompt = new PasswordPrompt(
                Optional.empty(), new ByteArrayInputStream((input + "\n").getBytes(StandardCharsets.UTF_8)));
        UserCommand.Context context = new UserCommand.Context(new ServeArguments(environment), prompt, clock);
        boolean appPassword = arguments.remove("app-password");
        String name = arguments.remove(0);
        UserCommand command = (appPassword ? UserCommand.ofAppPasswords(context) : UserCommand.all(context))
                .stream()
                        .filter(each -> each.spec().name().equals(name))
                        .findFirst()
                        .orElseThrow();
        CommandResult result = CommandResult.of(command, arguments.toArray(String[]::new));
        assertThat(result.code()).isZero();
        return result.output();
    }

    private void assertRefused(String sentence, String... words) {
        ThrowingCallable run = () -> run(words);
        assertThatThrownBy(run)
                .isInstanceOfAny(AccountRefusedException.class, AdminRefusedException.class)
                .hasMessage(sentence);
    }

    private JsonNode users() throws Exception {
        return new JsonMapper().readTree(run("list", "%", "--json")).path("users");
    }

    @Test
    void usersAreMadeShownChangedAndRemoved() throws Exception {
        assertThat(run("list", "%")).contains("There are no users.");
        assertThat(run("add", "%", "alice", "--group", "staff", "--group", "board members", "--password-stdin"))
                .contains("The user alice is made.");
        run("add", "%", "Jürgen", "--password-stdin");
        assertThat(run("list", "%"))
                .contains("NAME", "board members, staff", "Jürgen")
                .doesNotContain("argon2");
        JsonNode alice = users().path(1);
        assertThat(alice.path("name").asText()).isEqualTo("alice");
        assertThat(alice.path("groups")).extracting(JsonNode::asText).containsExactly("board members", "staff");
        assertThat(alice.path("locked").asBoolean()).isFalse();
        assertThat(alice.path("created").asText()).isEqualTo("2026-01-01T00:00:00Z");

        assertThat(run("lock", "%", "alice")).contains("is locked.");
        assertThat(run("groups", "%", "alice", "--group", "guests")).contains("these groups: guests.");
        assertThat(users().path(1).path("locked").asBoolean()).isTrue();
        assertThat(users().path(1).path("groups")).extracting(JsonNode::asText).containsExactly("guests");
        assertThat(run("unlock", "%", "alice")).contains("is locked no more");
        assertThat(run("groups", "%", "alice")).contains("in no group");
        assertThat(users().path(1).path("locked").asBoolean()).isFalse();
        assertThat(users().path(1).path("groups")).isEmpty();
        assertThat(run("passwd", "%", "alice", "--password-stdin")).contains("is changed");
        assertThat(run("remove", "%", "alice")).contains("The files stay.");
        assertThat(users()).hasSize(1);
    }

    @Test
    void appPasswordsAreShownOnce() throws Exception {
        run("add", "%", "alice", "--password-stdin");
        String shown = run("app-password", "add", "%", "alice", "phone");
        assertThat(shown).containsPattern("(?m)^([0-9a-z]{4}-){6}[0-9a-z]{4}$");
        run("app-password", "add", "%", "alice", "old laptop");
        assertThat(run("app-password", "list", "%", "alice"))
                .contains("LABEL", "phone", "old laptop")
                .doesNotContain(shown.lines().skip(1).findFirst().orElseThrow());
        assertThat(new JsonMapper()
                        .readTree(run("app-password", "list", "%", "alice", "--json"))
                        .path("appPasswords"))
                .extracting(each -> each.path("label").asText())
                .containsExactly("old laptop", "phone");
        assertRefused(
                "'alice' has an app password 'phone' already. Choose another name, or remove it.",
                "app-password",
                "add",
                "%",
                "alice",
                "phone");
        assertThat(run("app-password", "remove", "%", "alice", "phone")).contains("is taken back");
        assertRefused("'alice' has no app password 'phone'.", "app-password", "remove", "%", "alice", "phone");
        run("app-password", "remove", "%", "alice", "old laptop");
        assertThat(run("app-password", "list", "%", "alice")).contains("no app passwords");
    }

    @Test
    void whomThereIsNotIsNotChanged() throws Exception {
        String sentence = "There is no user 'bob'.";
        assertRefused(sentence, "passwd", "%", "bob", "--password-stdin");
        assertRefused(sentence, "groups", "%", "bob");
        assertRefused(sentence, "lock", "%", "bob");
        assertRefused(sentence, "unlock", "%", "bob");
        assertRefused(sentence, "remove", "%", "bob");
        assertRefused(sentence, "app-password", "add", "%", "bob", "phone");
        assertRefused(sentence, "app-password", "list", "%", "bob");
        run("add", "%", "bob", "--password-stdin");
        assertRefused("There is a user 'bob' already.", "add", "%", "bob", "--password-stdin");
    }

    @Test
    void whatCanNotBeIsSaidBeforeAnythingIsDone() throws Exception {
        assertThatThrownBy(() -> run("add", "%", "a/b", "--password-stdin"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("The user name 'a/b' must begin with");
        assertThatThrownBy(() -> run("add", "%", "alice", "--group", "a,b", "--password-stdin"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("The group name 'a,b' must begin with");
        assertThatThrownBy(
                        () -> run("1234567", Map.of(), List.of("add", folder.toString(), "alice", "--password-stdin")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The password is too short: it must have at least 8 characters.");
        assertThatThrownBy(() -> run("add", "%", "alice"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("There is no terminal", "--password-stdin");
        assertThat(users()).isEmpty();
        run("add", "%", "alice", "--password-stdin");
        assertThatThrownBy(() -> run("app-password", "add", "%", "alice", "a/b"))
                .hasMessageContaining("The app password name 'a/b' must begin with");
    }
}
