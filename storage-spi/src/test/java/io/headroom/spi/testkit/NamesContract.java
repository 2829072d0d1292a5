package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.path.ResourcePath;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names come back as they were given, or are refused; none is mangled. */
public abstract class NamesContract extends ContractGroup {
    protected NamesContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words", " leading", "100%", "a%20b", "a%2Fb", "a+b", "a&b=c", "a#b", "a?b", "semi;colon", "q'uote",
                        "[b]",
                "~tilde", "...", "..a", ".dot", "-", "--flag", "a.", "$HOME", "`id`", "caf\u00e9", "cafe\u0301",
                        "\u65e5\u672c\u8a9e",
                "\u05e9\u05dc\u05d5\u05dd", "\uD83D\uDE00.txt", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                        "\uFFFD"
            })
    @Proves("DAV-PUT-08")
    void comeBackAsGiven(String name) {
        ResourcePath file = ResourcePath.ROOT.child(name);
        write(file, new byte[3], WriteRequest.ofUnknownLength());
        assertThat(names("/")).containsExactly(name);
        assertThat(storage().find(file)).get().extracting(found -> found.path()).isEqualTo(file);
        assertThat(readBytes(file)).hasSize(3);
        storage().delete(file);
        storage().createCollection(file);
        write(file.child(name), new byte[2], WriteRequest.ofUnknownLength());
        assertThat(readBytes(file.child(name))).hasSize(2);
    }

    @Test
    void theLongestNameFits() {
        int longest = storage().limits().longestName();
        ResourcePath ascii = ResourcePath.ROOT.child("n".repeat(longest));
        ResourcePath wide = ResourcePath.ROOT.child("\u00e9".repeat(longest / 2));
        write(ascii, new byte[1], WriteRequest.ofUnknownLength());
        write(wide, new byte[1], WriteRequest.ofUnknownLength());
        assertThat(readBytes(ascii)).hasSize(1);
        assertThat(readBytes(wide)).hasSize(1);
        assertThat(names("/")).hasSize(2);
    }

    @Test
    void aLongerOneIsRefusedAsTooLong() {
        int longest = storage().limits().longestName();
        for (String name : new String[] {"n".repeat(longest + 1), "\u00e9".repeat(longest / 2 + 1)}) {
            ResourcePath path = ResourcePath.ROOT.child(name);
            assertThat(storage().find(path)).isEmpty();
            assertThat(catchThrowableOfType(
                            NameRejectedException.class,
                            () -> storage().beginWrite(path, WriteRequest.ofUnknownLength())))
                    .returns(NameRejectedException.Reason.TOO_LONG, NameRejectedException::reason);
            assertThat(catchThrowableOfType(
                            NameRejectedException.class, () -> storage().createCollection(path)))
                    .returns(NameRejectedException.Reason.TOO_LONG, NameRejectedException::reason);
        }
    }
}
