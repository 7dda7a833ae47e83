/// What to do about findings, decided without doing it, and the record of what was done.
@NullMarked
package vpceguard.remediation;

import org.jspecify.annotations.NullMarked;
