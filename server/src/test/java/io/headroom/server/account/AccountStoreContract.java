package io.headroom.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each store of accounts does. */
public abstract class AccountStoreContract {
    private static final String HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA";
    private static final String OTHER_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$b3RoZXI";
    private static final String DIGEST = "ab".repeat(32);
    private static final String OTHER_DIGEST = "cd".repeat(32);

    /** An empty one. */
    protected abstract AccountStore store();

    private AccountStore storeWith(String... names) {
        AccountStore store = store();
        for (String name : names) {
            store.add(account(name));
        }
        return store;
    }

    private static Account account(String name) {
        return new Account(name, HASH, Set.of("staff", "board members"), false);
    }

    private static Optional<Account> found(AccountStore store, String name) {
        return store.find(name).account().map(StoredAccount::account);
    }

    private static void assertRefused(Runnable change, boolean missing, String sentence) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        AccountRefusedException.class,
                        refusal -> assertThat(refusal.isMissing()).isEqualTo(missing))
                .hasMessageContaining(sentence);
    }

    @Test
    void whatIsAddedIsFound() {
        AccountStore store = storeWith("alice", "Alice", "Jürgen.O@example.org");
        assertThat(found(store, "alice")).contains(account("alice"));
        assertThat(found(store, "Jürgen.O@example.org")).contains(account("Jürgen.O@example.org"));
        assertThat(found(store, "ALICE")).isEmpty();
        assertThat(found(store, "bob")).isEmpty();
        assertThat(store.list())
                .extracting(AccountEntry::name)
                .containsExactlyInAnyOrder("alice", "Alice", "Jürgen.O@example.org");
    }

    @Test
    void anAccountWithoutGroupsHasNone() {
        AccountStore store = store();
        store.add(new Account("alice", HASH, Set.of(), true));
        assertThat(found(store, "alice")).contains(new Account("alice", HASH, Set.of(), true));
    }

    @Test
    void aNameIsTakenOnce() {
        AccountStore store = storeWith("alice");
        assertRefused(
                () -> store.add(new Account("alice", OTHER_HASH, Set.of(), false)), false, "a user 'alice' already");
        assertThat(found(store, "alice")).contains(account("alice"));
    }

    @Test
    void eachPartIsChangedAlone() {
        AccountStore store = storeWith("alice", "bob");
        store.changePassword("alice", OTHER_HASH);
        assertThat(found(store, "alice"))
                .contains(new Account("alice", OTHER_HASH, Set.of("staff", "board members"), false));
        store.changeGroups("alice", Set.of("guests"));
        store.changeLock("alice", true);
        assertThat(found(store, "alice")).contains(new Account("alice", OTHER_HASH, Set.of("guests"), true));
        store.changeLock("alice", false);
        assertThat(found(store, "alice")).contains(new Account("alice", OTHER_HASH, Set.of("guests"), false));
        assertThat(found(store, "bob")).contains(account("bob"));
    }

    @Test
    void aGroupHasANameLikeAUser() {
        AccountStore store = storeWith("alice");
        assertThatThrownBy(() -> store.changeGroups("alice", Set.of("a,b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The group name 'a,b'");
    }

    @Test
    void appPasswordsAreAddedAndRemovedOneByOne() {
        AccountStore store = storeWith("alice", "bob");
        store.addAppPassword("alice", "phone", DIGEST);
        store.addAppPassword("alice", "laptop", OTHER_DIGEST);
        store.addAppPassword("bob", "phone", DIGEST);
        assertRefused(
                () -> store.addAppPassword("alice", "phone", OTHER_DIGEST), false, "app password 'phone' already");
        assertThatThrownBy(() -> store.addAppPassword("alice", "a/b", DIGEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(passwords(store, "alice")).containsExactlyInAnyOrder(DIGEST, OTHER_DIGEST);
        AccountEntry alice = store.list().stream()
                .filter(entry -> entry.name().equals("alice"))
                .findFirst()
                .orElseThrow();
        assertThat(alice.appPasswords()).extracting(AppPasswordEntry::label).containsExactly("laptop", "phone");
        store.removeAppPassword("alice", "phone");
        assertThat(passwords(store, "alice")).containsExactly(OTHER_DIGEST);
        assertThat(passwords(store, "bob")).containsExactly(DIGEST);
        assertRefused(() -> store.removeAppPassword("alice", "phone"), true, "no app password 'phone'");
    }

    private static List<String> passwords(AccountStore store, String name) {
        return store.find(name).account().orElseThrow().appPasswords();
    }

    @Test
    void appPasswordsHaveABound() {
        AccountStore store = storeWith("alice");
        for (int i = 0; i < Accounts.MOST_APP_PASSWORDS; i++) {
            store.addAppPassword("alice", "device " + i, DIGEST);
        }
        assertRefused(() -> store.addAppPassword("alice", "one more", DIGEST), false, "which is the most");
        assertThat(passwords(store, "alice")).hasSize(Accounts.MOST_APP_PASSWORDS);
    }

    @Test
    void appPasswordsStayWithTheAccountAndGoWithIt() {
        AccountStore store = storeWith("alice");
        store.addAppPassword("alice", "phone", DIGEST);
        store.changePassword("alice", OTHER_HASH);
        assertThat(passwords(store, "alice")).containsExactly(DIGEST);
        store.remove("alice");
        assertThat(found(store, "alice")).isEmpty();
        store.add(account("alice"));
        assertThat(passwords(store, "alice")).isEmpty();
    }

    @Test
    void nobodyIsChanged() {
        AccountStore store = storeWith("alice");
        String sentence = "There is no user 'bob'.";
        assertRefused(() -> store.changePassword("bob", HASH), true, sentence);
        assertRefused(() -> store.changeGroups("bob", Set.of()), true, sentence);
        assertRefused(() -> store.changeLock("bob", true), true, sentence);
        assertRefused(() -> store.remove("bob"), true, sentence);
        assertRefused(() -> store.addAppPassword("bob", "phone", DIGEST), true, sentence);
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void eachChangeIsAnotherState() {
        AccountStore store = store();
        List<Runnable> changes = List.of(
                () -> store.add(account("alice")),
                () -> store.changePassword("alice", OTHER_HASH),
                () -> store.changeGroups("alice", Set.of()),
                () -> store.changeLock("alice", true),
                () -> store.addAppPassword("alice", "phone", DIGEST),
                () -> store.removeAppPassword("alice", "phone"),
                () -> store.remove("alice"));
        for (Runnable change : changes) {
            long before = store.state();
            assertThat(store.find("alice").state()).isEqualTo(before);
            change.run();
            assertThat(store.state()).isNotEqualTo(before);
            assertThat(store.find("alice").state()).isEqualTo(store.state());
        }
    }

    @Test
    void whatIsRefusedIsNoOtherState() {
        AccountStore store = storeWith("alice");
        long before = store.state();
        assertRefused(() -> store.add(account("alice")), false, "already");
        assertRefused(() -> store.remove("bob"), true, "no user");
        assertRefused(() -> store.removeAppPassword("alice", "phone"), true, "no app password");
        assertThat(store.state()).isEqualTo(before);
    }
}
