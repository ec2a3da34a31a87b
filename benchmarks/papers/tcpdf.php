<?php
// TCPDF as certificate plugins use it: fonts cut to what is shown, a QR code, one page A4 landscape, not tagged.
// php tcpdf.php TCPDF FOLDER: reads pages.json, writes tcpdf.pdf, says "ready", answers "draw SECONDS" with milliseconds.
[$_, $library, $folder] = $argv;
require $library . '/tcpdf.php';
$pages = json_decode(file_get_contents("$folder/pages.json"), true);
@mkdir("$folder/tcpdf");

// Without the line about itself that it prints under every page.
class Paper extends TCPDF {
    public function __construct(...$arguments) {
        parent::__construct(...$arguments);
        $this->tcpdflink = false;
    }
}

// The files that the others draw with, read by what TCPDF reads fonts with.
foreach (['Regular', 'Bold'] as $weight) {
    $name = TCPDF_FONTS::addTTFfont("$folder/fonts/DejaVuSans-$weight.ttf", 'TrueTypeUnicode', '', 32, "$folder/tcpdf/");
    $faces[] = [$name, "$folder/tcpdf/$name.php"];
}

function page(array $v): string {
    global $faces;
    $pdf = new Paper('L', 'pt', 'A4', true, 'UTF-8', false, false);
    $pdf->setPrintHeader(false);
    $pdf->setPrintFooter(false);
    $pdf->SetMargins(0, 0, 0);
    $pdf->SetAutoPageBreak(false);
    $pdf->SetCellPadding(0);
    $pdf->setFontSubsetting(true);
    $pdf->SetTitle($v['title']);
    $pdf->AddPage();
    foreach ([25, 31, 35] as $inset) {
        $pdf->Rect($inset, $inset, 841.89 - 2 * $inset, 595.28 - 2 * $inset);
    }
    $pdf->StarPolygon(420.94, 85, 24, 8, 3, 0, 0, 'D');
    foreach ($v['lines'] as [$text, $size, $bold, $x, $baseline]) {
        [$name, $file] = $faces[(int) $bold];
        $pdf->SetFont($name, '', $size, $file);
        $pdf->SetXY($x, $baseline);
        $pdf->Cell(0, 0, $text, 0, 0, 'L', false, '', 0, true, 'L');
    }
    [$x, $top, $side] = $v['code'];
    $pdf->write2DBarcode($v['address'], 'QRCODE,M', $x, $top, $side, $side, ['padding' => 0]);
    return $pdf->Output('', 'S');
}

// Seconds of processor time.
function worked(): float {
    $used = getrusage();
    return $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'] + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e6;
}

file_put_contents("$folder/tcpdf.pdf", page($pages[0]));
for ($n = 1; $n < 20; $n++) {
    page($pages[$n]);
}
echo "ready\n";
while ($line = fgets(STDIN)) {
    $seconds = (float) explode(' ', $line)[1];
    $began = worked();
    for ($done = 0; worked() - $began < $seconds; $done++) {
        page($pages[$n++ % count($pages)]);
    }
    echo 1000 * (worked() - $began) / $done, "\n";
}
