# Starts a program in a sandbox of the Linux kernel; Sandbox.java runs this script, and
# docs/adr/0731-sandbox.md says why it is a script. It needs perl-base only, no module.
#
#   perl - probe ARCH
#       prints the mechanisms that this kernel grants to this user
#   perl - run ARCH MECHANISMS PORT MIB READABLE... -- PROGRAM ARGUMENT...
#       MECHANISMS  namespace, landlock, seccomp, separated by commas; one that fails ends the start
#       PORT        the only TCP port of 127.0.0.1 that the program may connect to; 0 for none
#       MIB         address space of the program in MiB; 0 for no limit
#       READABLE    files and directories that the program may read and execute
#
# Without "use warnings" and other modules: loading them took longer than all that is done here.
use strict;

my ($mode, $arch, @rest) = @ARGV;

# System calls: x86_64 from asm/unistd_64.h, aarch64 from asm-generic/unistd.h. Those with the same
# number on both are in %SAME.
my %SAME = (pidfd_open => 434, pidfd_getfd => 438, faccessat2 => 439, landlock_create_ruleset => 444,
    landlock_add_rule => 445, landlock_restrict_self => 446, futex_waitv => 449, futex_wake => 454,
    futex_wait => 455, futex_requeue => 456);
my %NUMBERS = (
    amd64 => {%SAME, read => 0, write => 1, open => 2, close => 3, stat => 4, fstat => 5, lstat => 6,
        poll => 7, lseek => 8, mmap => 9, mprotect => 10, munmap => 11, brk => 12,
        rt_sigaction => 13, rt_sigprocmask => 14, rt_sigreturn => 15, ioctl => 16, pread64 => 17,
        pwrite64 => 18, readv => 19, writev => 20, access => 21, pipe => 22, select => 23,
        sched_yield => 24, mremap => 25, msync => 26, mincore => 27, madvise => 28, dup => 32,
        dup2 => 33, pause => 34, nanosleep => 35, getpid => 39, socket => 41, connect => 42,
        sendto => 44, recvfrom => 45, sendmsg => 46, recvmsg => 47, shutdown => 48,
        getsockname => 51, getpeername => 52, setsockopt => 54, getsockopt => 55, clone => 56,
        execve => 59, exit => 60, kill => 62, uname => 63, fcntl => 72, getcwd => 79,
        readlink => 89, gettimeofday => 96, getrlimit => 97, getrusage => 98, sysinfo => 99,
        times => 100, getuid => 102, getgid => 104, geteuid => 107, getegid => 108, getppid => 110,
        sigaltstack => 131, sched_getparam => 143, sched_getscheduler => 145,
        sched_get_priority_max => 146, sched_get_priority_min => 147, prctl => 157,
        arch_prctl => 158, gettid => 186, time => 201, futex => 202, sched_getaffinity => 204,
        getdents64 => 217, set_tid_address => 218, restart_syscall => 219, clock_gettime => 228,
        clock_getres => 229, clock_nanosleep => 230, exit_group => 231, tgkill => 234,
        get_mempolicy => 239, openat => 257, newfstatat => 262, unshare => 272, readlinkat => 267,
        faccessat => 269, pselect6 => 270, ppoll => 271, set_robust_list => 273,
        get_robust_list => 274, dup3 => 292, pipe2 => 293, prlimit64 => 302, getcpu => 309,
        getrandom => 318, membarrier => 324, statx => 332, rseq => 334},
    aarch64 => {%SAME, getcwd => 17, dup => 23, dup3 => 24, fcntl => 25, ioctl => 29,
        faccessat => 48, openat => 56, close => 57, pipe2 => 59, getdents64 => 61, lseek => 62,
        read => 63, write => 64, readv => 65, writev => 66, pread64 => 67, pwrite64 => 68,
        pselect6 => 72, ppoll => 73, readlinkat => 78, newfstatat => 79, fstat => 80, exit => 93,
        exit_group => 94, set_tid_address => 96, unshare => 97, futex => 98, set_robust_list => 99,
        get_robust_list => 100, nanosleep => 101, clock_gettime => 113, clock_getres => 114,
        clock_nanosleep => 115, sched_getscheduler => 120, sched_getparam => 121,
        sched_getaffinity => 123, sched_yield => 124, sched_get_priority_max => 125,
        sched_get_priority_min => 126, restart_syscall => 128, kill => 129, tgkill => 131,
        sigaltstack => 132, rt_sigaction => 134, rt_sigprocmask => 135, rt_sigreturn => 139,
        times => 153, uname => 160, getrlimit => 163, getrusage => 165, prctl => 167,
        getcpu => 168, gettimeofday => 169, getpid => 172, getppid => 173, getuid => 174,
        geteuid => 175, getgid => 176, getegid => 177, gettid => 178, sysinfo => 179,
        socket => 198, connect => 203, getsockname => 204, getpeername => 205, sendto => 206,
        recvfrom => 207, setsockopt => 208, getsockopt => 209, shutdown => 210, sendmsg => 211,
        recvmsg => 212, brk => 214, munmap => 215, mremap => 216, clone => 220, execve => 221,
        mmap => 222, mprotect => 226, msync => 227, mincore => 232, madvise => 233,
        get_mempolicy => 236, prlimit64 => 261, getrandom => 278, membarrier => 283, statx => 291,
        rseq => 293});
my %AUDIT_ARCH = (amd64 => 0xC000003E, aarch64 => 0xC00000B7);
my $number = $NUMBERS{$arch} or fail("no system calls are known for $arch");

# For the launcher itself, not for the program.
my %LAUNCHER = map { $_ => 1 } qw(unshare pidfd_open pidfd_getfd landlock_create_ruleset
    landlock_add_rule landlock_restrict_self);

sub fail { print STDERR "sandbox: $_[0]\n"; exit 126 }

sub call {
    my ($name, @arguments) = @_;
    return syscall($number->{$name}, @arguments);
}

sub must {
    my ($name, @arguments) = @_;
    my $result = call($name, @arguments);
    fail("$name: $!") if $result < 0;
    return $result;
}

sub spew {
    my ($file, $text) = @_;
    open(my $out, '>', $file) or fail("$file: $!");
    syswrite($out, $text) or fail("$file: $!");
}

# --- Limits ----------------------------------------------------------------------------------------

my ($FSIZE, $CORE, $NPROC, $NOFILE, $AS) = (1, 4, 6, 7, 9);

sub limit {
    my ($resource, $value) = @_;
    must('prlimit64', 0, $resource, pack('Q2', $value, $value), 0);
}

# Returns the number of threads of all users: RLIMIT_NPROC counts all those of this user, and not those
# of the program alone.
sub threads {
    open(my $in, '<', '/proc/loadavg') or return 4096;
    my $line = <$in> // '';
    return $line =~ m{/(\d+) } ? $1 : 4096;
}

sub limits {
    my ($mib) = @_;
    limit($CORE, 0);
    limit($FSIZE, 0);
    limit($NOFILE, 128);
    limit($NPROC, threads() + 512);
    limit($AS, $mib << 20) if $mib > 0;
    setpriority(0, 0, getpriority(0, 0) + 5);
}

# --- Landlock: files, ports, signals ---------------------------------------------------------------

# linux/landlock.h
my $READ = 1 << 2 | 1 << 3;
my $EXECUTE = 1 << 0;
my $WRITE = 1 << 1;
my $OF_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15;
my $CONNECT_TCP = 1 << 1;

sub landlock_version { return call('landlock_create_ruleset', 0, 0, 1) }

sub landlock {
    my ($port, @readable) = @_;
    my $version = landlock_version();
    fail("landlock: $!") if $version < 1;
    my $files = (1 << 13) - 1;
    $files |= 1 << 13 if $version >= 2;
    $files |= 1 << 14 if $version >= 3;
    $files |= 1 << 15 if $version >= 5;
    my $attributes = pack('Q', $files);
    # all TCP; abstract sockets and signals to processes outside
    $attributes .= pack('Q', 3) if $version >= 4;
    $attributes .= pack('Q', 3) if $version >= 6;
    my $rules = must('landlock_create_ruleset', $attributes, length $attributes, 0);
    allow($rules, $_, ($READ | $EXECUTE) & $files) for @readable;
    allow($rules, $_, $READ & $files) for '/etc/ld.so.cache', '/dev/zero', '/dev/urandom',
        '/sys/devices/system/cpu';
    allow($rules, '/dev/null', ($READ | $WRITE) & $files);
    if ($version >= 4 && $port > 0) {
        must('landlock_add_rule', $rules, 2, pack('QQ', $CONNECT_TCP, $port), 0);
    }
    must('landlock_restrict_self', $rules, 0);
    call('close', $rules);
}

sub allow {
    my ($rules, $path, $rights) = @_;
    # O_PATH | O_CLOEXEC
    sysopen(my $handle, $path, 0x200000 | 0x80000) or return;
    $rights &= $OF_FILES unless -d $path;
    must('landlock_add_rule', $rules, 1, pack('Ql', $rights, fileno $handle), 0);
}

# --- seccomp: which system calls -------------------------------------------------------------------

my ($ALLOW, $KILL) = (0x7fff0000, 0x80000000);
# EPERM for a call with other arguments than allowed, ENOSYS for an unknown one: the C library then
# takes an older call
my ($DENIED, $UNKNOWN) = (0x00050000 | 1, 0x00050000 | 38);

sub bpf { return pack('SCCL', @_) }
sub load { return bpf(0x20, 0, 0, $_[0]) }
sub answer { return bpf(0x06, 0, 0, $_[0]) }

# Returns instructions that refuse the call unless (argument & mask) is one of the values.
sub check {
    my ($argument, $mask, @values) = @_;
    my $code = load(16 + 8 * $argument) . bpf(0x54, 0, 0, $mask);
    my $left = @values;
    $code .= bpf(0x15, $left--, 0, $_) for @values;
    return $code . answer($DENIED);
}

sub seccomp {
    my $any = 0xffffffff;
    my %conditions = (
        # TCP over IPv4; other protocols have no rule in Landlock
        socket => [[0, $any, 2], [1, ~0x80800 & $any, 1], [2, $any, 0, 6]],
        # MSG_FASTOPEN connects without connect()
        sendto => [[3, 0x20000000, 0]],
        sendmsg => [[2, 0x20000000, 0]],
        # threads, no processes
        clone => [[0, 0x10000, 0x10000]],
        kill => [[0, $any, $$]],
        tgkill => [[0, $any, $$]],
        prlimit64 => [[0, $any, 0, $$]],
        # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA
        prctl => [[0, $any, 15, 16, 0x53564d41]],
        # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO
        ioctl => [[1, $any, 0x5401, 0x5413, 0x541b, 0x5421]],
        # without F_SETOWN and F_SETSIG, which send signals
        fcntl => [[1, $any, 0 .. 7, 1030]],
    );
    my $code = load(4) . bpf(0x15, 1, 0, $AUDIT_ARCH{$arch}) . answer($KILL) . load(0);
    # x32 on x86_64
    $code .= bpf(0x35, 0, 1, 0x40000000) . answer($UNKNOWN);
    for my $name (sort keys %$number) {
        next if $LAUNCHER{$name};
        my $block = join('', map { check(@$_) } @{$conditions{$name} || []}) . answer($ALLOW);
        $code .= bpf(0x15, 0, length($block) / 8, $number->{$name}) . $block;
    }
    $code .= answer($UNKNOWN);
    # PR_SET_SECCOMP with SECCOMP_MODE_FILTER and a struct sock_fprog
    must('prctl', 22, 2, pack('Sx![P]P', length($code) / 8, $code), 0, 0);
}

# --- Namespaces: a network of its own --------------------------------------------------------------

# Enters a user and a network namespace, in which nothing but the program can use 127.0.0.1, and
# returns a socket that listens there.
sub enter {
    my ($port) = @_;
    my $user = $<;
    # the first word is the group, the others are supplementary groups
    my $group = $( + 0;
    # CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC
    must('unshare', 0x10000000 | 0x40000000 | 0x08000000);
    spew('/proc/self/setgroups', 'deny');
    # not root inside, so that exec takes all capabilities away
    spew('/proc/self/uid_map', ($user || 65534) . " $user 1");
    spew('/proc/self/gid_map', ($group || 65534) . " $group 1");
    socket(my $listener, 2, 1, 0) or fail("socket: $!");
    # SIOCSIFFLAGS with IFF_UP
    my $up = pack('a16sx22', 'lo', 1);
    ioctl($listener, 0x8914, $up) or fail("lo: $!");
    bind($listener, address($port)) or fail("bind: $!");
    listen($listener, 16) or fail("listen: $!");
    return $listener;
}

# Returns 127.0.0.1 and the port as a struct sockaddr_in.
sub address { return pack('Sna4x8', 2, $_[0], "\x7f\0\0\1") }

# Starts the program in a child with a network of its own. This process stays outside, is the only
# one that connects to the port, and carries the bytes between.
sub start_in_namespace {
    my ($port, $program) = @_;
    pipe(my $ready, my $tell) or fail("pipe: $!");
    pipe(my $wait, my $go) or fail("pipe: $!");
    my $outside = $$;
    my $child = fork();
    fail("fork: $!") unless defined $child;
    if ($child == 0) {
        close $ready;
        close $go;
        my $listener = enter($port);
        syswrite($tell, pack('L', fileno $listener));
        sysread($wait, my $byte, 1) or exit 126;
        close $_ for $listener, $tell, $wait;
        # the program ends with this launcher
        must('prctl', 1, 9, 0, 0, 0);
        exit 126 if getppid() != $outside;
        $program->();
    }
    close $tell;
    close $wait;
    my $pidfd = must('pidfd_open', $child, 0);
    my $got = sysread($ready, my $descriptor, 4) || 0;
    if ($got == 4) {
        my $copied = must('pidfd_getfd', $pidfd, unpack('L', $descriptor), 0);
        open(my $listener, '+<&=', $copied) or fail("listener: $!");
        syswrite($go, 'x');
        close $go;
        forward($listener, $pidfd, $port);
    }
    waitpid($child, 0);
    exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
}

my $PIECE = 128 << 10;

# Carries bytes until the program has ended and what it sent has arrived.
sub forward {
    my ($listener, $pidfd, $port) = @_;
    $SIG{PIPE} = 'IGNORE';
    # directions by descriptor of the socket that is read: from, to, data, ended
    my %ways;
    my $alive = 1;
    while ($alive || %ways) {
        my ($read, $write) = ('', '');
        if ($alive) {
            vec($read, fileno $listener, 1) = 1;
            vec($read, $pidfd, 1) = 1;
        }
        for my $way (values %ways) {
            vec($read, fileno $way->{from}, 1) = 1 if !$way->{ended} && $way->{data} eq '';
            vec($write, fileno $way->{to}, 1) = 1 if $way->{data} ne '';
        }
        next if select($read, $write, undef, undef) < 0;
        if ($alive && vec($read, $pidfd, 1)) {
            $alive = 0;
            # nobody reads any more; what the program has sent still goes on
            for my $way (values %ways) {
                @$way{qw(data ended)} = ('', 1) if $way->{inward};
            }
        } elsif ($alive && vec($read, fileno $listener, 1) && accept(my $inside, $listener)) {
            connect_outside($inside, $port, \%ways);
        }
        for my $key (keys %ways) {
            my $way = $ways{$key} or next;
            my $broken = 0;
            if (!$way->{ended} && $way->{data} eq '' && vec($read, fileno $way->{from}, 1)) {
                my $count = sysread($way->{from}, $way->{data}, $PIECE);
                if (!defined $count) {
                    $broken = !again();
                } elsif ($count == 0) {
                    $way->{ended} = 1;
                    shutdown($way->{to}, 1);
                }
            }
            if ($way->{data} ne '' && !$broken) {
                my $count = syswrite($way->{to}, $way->{data});
                if (defined $count) {
                    substr($way->{data}, 0, $count, '');
                } else {
                    $broken = !again();
                }
            }
            my $back = $ways{$way->{back}};
            if ($broken || $way->{ended} && $way->{data} eq '' && $back->{ended} && $back->{data} eq '') {
                delete @ways{$key, $way->{back}};
            }
        }
    }
}

# Whether the last call would have waited (EAGAIN) or was interrupted (EINTR).
sub again { return $! == 11 || $! == 4 }

sub connect_outside {
    my ($inside, $port, $ways) = @_;
    socket(my $outside, 2, 1, 0) or return;
    connect($outside, address($port)) or return;
    for my $socket ($inside, $outside) {
        # F_SETFL with O_NONBLOCK
        fcntl($socket, 4, 0x800);
    }
    my ($i, $o) = (fileno $inside, fileno $outside);
    $ways->{$i} = {from => $inside, to => $outside, data => '', ended => 0, back => $o, inward => 0};
    $ways->{$o} = {from => $outside, to => $inside, data => '', ended => 0, back => $i, inward => 1};
}

# --- What is asked for -----------------------------------------------------------------------------

# Whether a function succeeds in a process of its own.
sub succeeds {
    my ($attempt) = @_;
    my $child = fork();
    return 0 unless defined $child;
    if ($child == 0) {
        open(STDERR, '>', '/dev/null');
        $attempt->();
        exit 0;
    }
    waitpid($child, 0);
    return $? == 0;
}

sub no_new_privileges { must('prctl', 38, 1, 0, 0, 0) }

open(STDIN, '<', '/dev/null');
if ($mode eq 'probe') {
    my $version = landlock_version();
    print "landlock=$version\n" if $version >= 1 && succeeds(sub { no_new_privileges(); landlock(0) });
    print "seccomp=1\n" if succeeds(sub { no_new_privileges(); seccomp() });
    print "namespace=1\n" if succeeds(sub { start_in_namespace(1024, sub { exit 0 }) });
} elsif ($mode eq 'run') {
    my ($mechanisms, $port, $mib, @more) = @rest;
    my @readable;
    while (@more && (my $next = shift @more) ne '--') {
        push @readable, $next;
    }
    fail('no program') unless @more;
    my %with = map { $_ => 1 } split(/,/, $mechanisms);
    my $program = sub {
        limits($mib);
        no_new_privileges();
        landlock($port, @readable) if $with{landlock};
        seccomp() if $with{seccomp};
        exec { $more[0] } @more or fail("$more[0]: $!");
    };
    if ($with{namespace} && $port > 0) {
        start_in_namespace($port, $program);
    } else {
        $program->();
    }
} else {
    fail("unknown: $mode");
}
__END__
