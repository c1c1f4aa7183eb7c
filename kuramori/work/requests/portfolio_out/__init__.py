"""取引先の状況 as files: the list and the map as workbook, CSV and paper, and one page for the board."""
