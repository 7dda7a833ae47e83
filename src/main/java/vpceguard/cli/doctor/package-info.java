/// Whether a deployed stack can do its work: questions that only read.
@NullMarked
package vpceguard.cli.doctor;

import org.jspecify.annotations.NullMarked;
