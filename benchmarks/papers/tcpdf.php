<?php
// TCPDF as certificate plugins use it: fonts cut to what is shown, a QR code, one page A4 landscape, not tagged.
// php tcpdf.php TCPDF VALUES SECONDS FOLDER: milliseconds a page on standard output; the first page as tcpdf.pdf in FOLDER.
[$_, $library, $values, $seconds, $folder] = $argv;
require $library . '/tcpdf.php';
$rows = json_decode(file_get_contents($values), true);

function page(array $v, string $folder): string {
    $pdf = new TCPDF('L', 'pt', 'A4', true, 'UTF-8', false, false);
    $pdf->setPrintHeader(false);
    $pdf->setPrintFooter(false);
    $pdf->SetMargins(0, 0, 0);
    $pdf->SetAutoPageBreak(false);
    $pdf->setFontSubsetting(true);
    $pdf->SetTitle($v['title']);
    $pdf->AddPage();
    foreach ([25, 31, 35] as $inset) {
        $pdf->Rect($inset, $inset, 841.89 - 2 * $inset, 595.28 - 2 * $inset);
    }
    $pdf->StarPolygon(420.94, 85, 24, 8, 3, 0, 0, 'D');
    foreach ($v['lines'] as [$text, $size, $bold, $y]) {
        $pdf->SetFont($bold ? 'dejavusansb' : 'dejavusans', '', $size);
        $pdf->SetXY(40, $y);
        $pdf->Cell(761.89, $size * 1.2, $text, 0, 0, 'C');
    }
    $pdf->write2DBarcode($v['address'], 'QRCODE,M', 690, 440, 70, 70, ['padding' => 0]);
    return $pdf->Output('', 'S');
}

file_put_contents("$folder/tcpdf.pdf", page($rows[0], $folder));
$began = hrtime(true);
for ($n = 0; hrtime(true) - $began < $seconds * 1e9; $n++) {
    page($rows[$n % count($rows)], $folder);
}
echo (hrtime(true) - $began) / 1e6 / $n, "\n";
