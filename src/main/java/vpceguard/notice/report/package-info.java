/// What was found in an account, as one page for people and as JSON; not in the deployed package.
@NullMarked
package vpceguard.notice.report;

import org.jspecify.annotations.NullMarked;
