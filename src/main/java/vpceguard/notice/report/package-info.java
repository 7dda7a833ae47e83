/// What was found in an account as one page, for people; not in the deployed package.
@NullMarked
package vpceguard.notice.report;

import org.jspecify.annotations.NullMarked;
