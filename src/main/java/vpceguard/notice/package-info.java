/// What people are told, as pure text.
@NullMarked
package vpceguard.notice;

import org.jspecify.annotations.NullMarked;
