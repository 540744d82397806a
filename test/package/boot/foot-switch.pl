# A foot switch, as the kernel takes one for plugged in (/dev/uhid). It types F13 for as many seconds as each line of its input says.
use strict;
use warnings;

my $keyboard = pack 'H*', join '', qw(05 01 09 06 a1 01 05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01
    95 06 75 08 15 00 26 ff 00 19 00 2a ff 00 81 00 c0);
open my $uhid, '+<:raw', '/dev/uhid' or die "uhid: $!";
sub tell_kernel { defined syswrite $uhid, $_[0] or die "uhid: $!" }
sub types { tell_kernel(pack 'L S C8', 12, 8, 0, 0, $_[0], 0, 0, 0, 0, 0) }

# UHID_CREATE2: name, phys, uniq, length of the descriptor, bus, vendor, product, version, country, descriptor.
tell_kernel(pack 'L a128 a64 a64 S S L L L L a4096', 11, 'Foot switch', '', '', length $keyboard, 3, 0x0c45, 0x7403, 0, 0,
    $keyboard);
while (my $seconds = <STDIN>) {
    types(0x68);
    sleep $seconds;
    types(0);
}
