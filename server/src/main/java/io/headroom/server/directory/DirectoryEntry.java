package io.headroom.server.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** What a directory told of an entry. */
record DirectoryEntry(LdapName dn, Attributes attributes) {
    static DirectoryEntry of(SearchResult result) throws NamingException {
        return new DirectoryEntry(new LdapName(result.getNameInNamespace()), result.getAttributes());
    }

    List<String> values(String attribute) throws NamingException {
        return texts(attributes.get(attribute));
    }

    /**
     * The one value by which the entry is called: that in its own name, or the only one that it has.
     *
     * @return empty when there is none, or several of which none stands out
     */
    Optional<String> name(String attribute) throws NamingException {
        Optional<String> own = ownName(dn, attribute);
        List<String> values = values(attribute);
        return own.isPresent() || values.size() != 1 ? own : Optional.of(values.get(0));
    }

    /** What the first part of a distinguished name says of an attribute, as in cn=staff,ou=groups. */
    static Optional<String> ownName(LdapName dn, String attribute) throws NamingException {
        if (dn.isEmpty()) {
            return Optional.empty();
        }
        Rdn first = dn.getRdn(dn.size() - 1);
        return texts(first.toAttributes().get(attribute)).stream().findFirst();
    }

    private static List<String> texts(@Nullable Attribute attribute) throws NamingException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; attribute != null && i < attribute.size(); i++) {
            if (attribute.get(i) instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }
}
