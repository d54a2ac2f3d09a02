# language: ja
機能: 転出証明書の記載事項と交付 / The moving-out certificate: its items and its issue

  @REL-007.13
  シナリオ: 特例転出と転出証明書 / No certificate for the special route
    前提 今日は令和8年10月13日である
    かつ 太郎は特例転入により和光市に住民登録されている
    もし 太郎が令和8年10月20日を予定として朝霞市への特例転出を令和8年10月13日に届け出る
    ならば 特例転出の太郎に転出証明書は交付されていない
