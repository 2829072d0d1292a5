/** People of an LDAP directory, Active Directory for example: who they are, their groups, whether a password is theirs. Knows no HTTP. */
@NullMarked
package io.headroom.server.directory;

import org.jspecify.annotations.NullMarked;
